package main

import (
	"bytes"
	"encoding/json"

	goyaml "go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/kyaml/kio"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

// reading holds what each reader makes of one text.
type reading struct {
	// Kustomize is what a build holds of a file: its documents, aliases and
	// merge keys expanded, after the trip through JSON.
	Kustomize any `json:"kustomize"`
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
		Kustomize: orFailure(func() (any, error) { return kustomizeDocuments(text) }),
		Decoded:   orFailure(func() (any, error) { return decodedDocument(text) }),
		Sigs:      orFailure(func() (any, error) { return sigsDocument(text) }),
	}
}

func kustomizeDocuments(text []byte) (any, error) {
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
	values, err := throughJSON(nodes)
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
	items, err := throughJSON(nodes)
	if err != nil {
		return nil, err
	}
	result := list{Items: items}
	if reader.FunctionConfig != nil {
		result.Config, err = inJSON(reader.FunctionConfig)
	}
	return result, err
}

func throughJSON(nodes []*kyaml.RNode) ([]json.RawMessage, error) {
	values := make([]json.RawMessage, len(nodes))
	for index, node := range nodes {
		value, err := inJSON(node)
		if err != nil {
			return nil, err
		}
		values[index] = value
	}
	return values, nil
}

// inJSON is RNode.MarshalJSON, which takes no scalars, for scalars too.
func inJSON(node *kyaml.RNode) (json.RawMessage, error) {
	if node.YNode().Kind != kyaml.ScalarNode {
		return node.MarshalJSON()
	}
	text, err := node.String()
	if err != nil {
		return nil, err
	}
	var value any
	if err := kyaml.Unmarshal([]byte(text), &value); err != nil {
		return nil, err
	}
	return json.Marshal(value)
}
