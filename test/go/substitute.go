package main

import (
	"encoding/json"

	"github.com/fluxcd/pkg/envsubst"
)

// substituted is a text after Flux's postBuild. It may hold any bytes.
type substituted struct {
	Text []byte `json:"text"`
}

// substitute does with a text what kustomize-controller does without strict
// substitution; variables is an object of strings.
func substitute(text []byte, variables json.RawMessage) (any, error) {
	var values map[string]string
	if err := json.Unmarshal(variables, &values); err != nil {
		return nil, err
	}
	lookup := func(name string) (string, bool) { return values[name], true }
	made, err := envsubst.Eval(string(text), lookup)
	if err != nil {
		return nil, err
	}
	return substituted{[]byte(made)}, nil
}
