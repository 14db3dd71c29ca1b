package main

import (
	"errors"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
)

// kustomization is a kustomization file as a build holds it.
type kustomization struct {
	Value types.Kustomization `json:"value"`
}

// readKustomization does what a build does with a file before it uses it.
func readKustomization(text []byte) (any, error) {
	var read types.Kustomization
	if err := read.Unmarshal(text); err != nil {
		return nil, err
	}
	read.FixKustomization()
	if err := read.CheckEmpty(); err != nil {
		return nil, err
	}
	if mistakes := read.EnforceFields(); len(mistakes) > 0 {
		return nil, errors.New(strings.Join(mistakes, "\n"))
	}
	return kustomization{read}, nil
}
