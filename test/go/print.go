package main

import (
	"bytes"
	"encoding/json"
	"strconv"

	"sigs.k8s.io/yaml"
)

type printed struct {
	Text string `json:"text"`
}

// print gives the text of one object as a build prints it: what
// api/resource.Resource.AsYAML does, from the value of the object on.
func print(value json.RawMessage) (any, error) {
	object, err := objectOf(value)
	if err != nil {
		return nil, err
	}
	inJSON, err := json.Marshal(object)
	if err != nil {
		return nil, err
	}
	text, err := yaml.JSONToYAML(inJSON)
	return printed{string(text)}, err
}

func objectOf(value json.RawMessage) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, err
	}
	for key, inner := range object {
		object[key] = withNumbers(inner)
	}
	return object, nil
}

// withNumbers replaces every json.Number by the number that YAML readers make
// of its text.
func withNumbers(value any) any {
	switch typed := value.(type) {
	case map[string]any:
		for key, inner := range typed {
			typed[key] = withNumbers(inner)
		}
	case []any:
		for index, inner := range typed {
			typed[index] = withNumbers(inner)
		}
	case json.Number:
		return number(typed.String())
	}
	return value
}

func number(text string) any {
	if signed, err := strconv.ParseInt(text, 10, 64); err == nil {
		return signed
	}
	if unsigned, err := strconv.ParseUint(text, 10, 64); err == nil {
		return unsigned
	}
	// Beyond the range of a float it is infinite, which JSON then refuses.
	float, _ := strconv.ParseFloat(text, 64)
	return float
}
