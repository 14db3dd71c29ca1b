// What Go's YAML readers and Kustomize's printer make of a text, as a
// long-running process: one JSON request a line on stdin, its JSON answer a
// line on stdout, in the order of the requests.
//
//	{"op":"read","text":base64}   -> {"kustomize":Documents,"reprinted":Documents,
//	                                  "decoded":Documents,"sigs":Documents}
//	{"op":"list","text":base64}   -> {"items":[Value],"config":Value} or {"error":text}
//	{"op":"print","value":object} -> {"text":text} or {"error":text}
//	{"op":"kustomization","text":base64} -> {"value":Value} or {"error":text}
//	{"op":"substitute","text":base64,"value":{name:value}} -> {"text":base64} or {"error":text}
//
// Documents is {"values":[Value]} or {"error":text}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// request is one line of stdin. Text is base64 in JSON, so that it may hold
// any bytes.
type request struct {
	Op    string          `json:"op"`
	Text  []byte          `json:"text"`
	Value json.RawMessage `json:"value"`
}

// failure is the answer where a reader or the printer refuses.
type failure struct {
	Error string `json:"error"`
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	in := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<16))
	out := bufio.NewWriterSize(os.Stdout, 1<<16)
	answers := json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	for in.More() {
		var asked request
		if err := in.Decode(&asked); err != nil {
			return err
		}
		if err := answers.Encode(answer(asked)); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func answer(asked request) any {
	switch asked.Op {
	case "read":
		return readings(asked.Text)
	case "list":
		return orFailure(func() (any, error) { return readList(asked.Text) })
	case "kustomization":
		return orFailure(func() (any, error) { return readKustomization(asked.Text) })
	case "substitute":
		return orFailure(func() (any, error) { return substitute(asked.Text, asked.Value) })
	case "print":
		return orFailure(func() (any, error) { return print(asked.Value) })
	}
	return failure{fmt.Sprintf("unknown op %q: expected read, list, print, kustomization or substitute", asked.Op)}
}

// orFailure runs work; go-yaml panics on some texts that it does not take.
func orFailure(work func() (any, error)) (result any) {
	defer func() {
		if reason := recover(); reason != nil {
			result = failure{fmt.Sprint(reason)}
		}
	}()
	value, err := work()
	if err != nil {
		return failure{err.Error()}
	}
	return value
}
