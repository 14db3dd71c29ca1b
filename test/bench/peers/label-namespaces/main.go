// A function on kyaml that sets labels on every Namespace.
package main

import (
	"fmt"
	"os"

	"peers/config"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

func main() {
	if err := config.Run(isNamespace, setLabels); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func isNamespace(item *yaml.RNode) bool {
	return item.GetKind() == "Namespace" && item.GetApiVersion() == "v1"
}

func setLabels(rule config.Rule, item *yaml.RNode) error {
	for key, value := range rule.Labels {
		if err := item.PipeE(yaml.SetLabel(key, value)); err != nil {
			return err
		}
	}
	return nil
}
