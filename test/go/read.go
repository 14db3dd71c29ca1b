package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	goyaml "go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

// reading holds what each reader makes of one text.
type reading struct {
	// Kustomize is what a build reads of a file: its documents, aliases and
	// merge keys expanded, after the trip through JSON.
	Kustomize any `json:"kustomize"`
	// Reprinted is what a build holds then: it prints each document and reads
	// it again, which changes some folded scalars and keys without a value.
	Reprinted any `json:"reprinted"`
	// Decoded is what go-yaml v3 decodes of the first document.
	Decoded any `json:"decoded"`
	// Sigs is what sigs.k8s.io/yaml reads: Flux, kubectl, the API server.
	Sigs any `json:"sigs"`
}

type documents struct {
	Values []json.RawMessage `json:"values"`
}

// list is a ResourceList, its parts after the trip through JSON.
type list struct {
	Items  []json.RawMessage `json:"items"`
	Config json.RawMessage   `json:"config,omitempty"`
}

func readings(text []byte) reading {
	return reading{
		Kustomize: orFailure(func() (any, error) { return kustomizeDocuments(text, decodedJSON) }),
		Reprinted: orFailure(func() (any, error) { return kustomizeDocuments(text, reprintedJSON) }),
		Decoded:   orFailure(func() (any, error) { return decodedDocument(text) }),
		Sigs:      orFailure(func() (any, error) { return sigsDocument(text) }),
	}
}

// inJSON gives the value of a node in JSON.
type inJSON func(*kyaml.RNode) (json.RawMessage, error)

// holdsItself is the error for an anchor whose value holds its own alias: on
// such kyaml overflows the stack, which ends the process.
func holdsItself(text []byte) error {
	decoder := goyaml.NewDecoder(bytes.NewReader(text))
	for {
		var value any
		err := decoder.Decode(&value)
		if err != nil && strings.Contains(err.Error(), "contains itself") {
			return err
		}
		var typeError *goyaml.TypeError
		if err != nil && !errors.As(err, &typeError) {
			return nil
		}
	}
}

func kustomizeDocuments(text []byte, convert inJSON) (any, error) {
	if err := holdsItself(text); err != nil {
		return nil, err
	}
	reader := kio.ByteReader{
		Reader:                bytes.NewReader(text),
		OmitReaderAnnotations: true,
		DisableUnwrapping:     true,
		AnchorsAweigh:         true,
	}
	nodes, err := reader.Read()
	if err != nil {
		return nil, err
	}
	values, err := throughJSON(nodes, convert)
	return documents{values}, err
}

func decodedDocument(text []byte) (any, error) {
	var value any
	if err := goyaml.Unmarshal(text, &value); err != nil {
		return nil, err
	}
	inJSON, err := json.Marshal(value)
	return documents{[]json.RawMessage{inJSON}}, err
}

func sigsDocument(text []byte) (any, error) {
	inJSON, err := yaml.YAMLToJSONStrict(text)
	return documents{[]json.RawMessage{inJSON}}, err
}

// readList cuts a ResourceList as functions on kyaml do, and as Kustomize and
// kpt cut what a function printed.
func readList(text []byte) (any, error) {
	if err := holdsItself(text); err != nil {
		return nil, err
	}
	reader := kio.ByteReader{
		Reader:                bytes.NewReader(text),
		OmitReaderAnnotations: true,
	}
	nodes, err := reader.Read()
	if err != nil {
		return nil, err
	}
	if reader.WrappingKind != kio.ResourceListKind {
		return failure{"the text is not one ResourceList"}, nil
	}
	items, err := throughJSON(nodes, decodedJSON)
	if err != nil {
		return nil, err
	}
	result := list{Items: items}
	if reader.FunctionConfig != nil {
		result.Config, err = decodedJSON(reader.FunctionConfig)
	}
	return result, err
}

func throughJSON(nodes []*kyaml.RNode, convert inJSON) ([]json.RawMessage, error) {
	values := make([]json.RawMessage, len(nodes))
	for index, node := range nodes {
		value, err := convert(node)
		if err != nil {
			return nil, err
		}
		values[index] = value
	}
	return values, nil
}

// decodedJSON does what RNode.MarshalJSON does, without printing in between.
func decodedJSON(node *kyaml.RNode) (json.RawMessage, error) {
	return valueJSON(node.YNode().Kind, node.YNode().Decode)
}

// reprintedJSON is RNode.MarshalJSON, and takes scalars as well.
func reprintedJSON(node *kyaml.RNode) (json.RawMessage, error) {
	text, err := node.String()
	if err != nil {
		return nil, err
	}
	decode := func(value any) error { return kyaml.Unmarshal([]byte(text), value) }
	return valueJSON(node.YNode().Kind, decode)
}

// valueJSON decodes a mapping as RNode.MarshalJSON does: its own keys, not
// those further in, become strings whatever they are.
func valueJSON(kind kyaml.Kind, decode func(any) error) (json.RawMessage, error) {
	if kind == kyaml.MappingNode {
		object := map[string]any{}
		if err := decode(&object); err != nil {
			return nil, err
		}
		return json.Marshal(object)
	}
	var value any
	if err := decode(&value); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}
