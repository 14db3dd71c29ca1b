// A function on kyaml that adds tolerations to every workload.
package main

import (
	"fmt"
	"os"

	"peers/config"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// podSpecs holds the path of the PodSpec by kind.
var podSpecs = map[string][]string{
	"Pod":         {"spec"},
	"Deployment":  {"spec", "template", "spec"},
	"StatefulSet": {"spec", "template", "spec"},
	"DaemonSet":   {"spec", "template", "spec"},
	"ReplicaSet":  {"spec", "template", "spec"},
	"Job":         {"spec", "template", "spec"},
	"CronJob":     {"spec", "jobTemplate", "spec", "template", "spec"},
}

func main() {
	if err := config.Run(isWorkload, addTolerations); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func isWorkload(item *yaml.RNode) bool {
	_, known := podSpecs[item.GetKind()]
	return known
}

func addTolerations(rule config.Rule, item *yaml.RNode) error {
	podSpec, err := item.Pipe(yaml.Lookup(podSpecs[item.GetKind()]...))
	if err != nil || podSpec == nil {
		return err
	}
	list, err := podSpec.Pipe(yaml.LookupCreate(yaml.SequenceNode, "tolerations"))
	if err != nil {
		return err
	}
	held, err := list.Elements()
	if err != nil {
		return err
	}
	for _, toleration := range rule.Tolerations {
		if isHeld(held, toleration) {
			continue
		}
		if err := add(list, toleration); err != nil {
			return err
		}
	}
	return nil
}

func isHeld(held []*yaml.RNode, wanted config.Toleration) bool {
	for _, element := range held {
		var found config.Toleration
		if element.YNode().Decode(&found) == nil && found == wanted {
			return true
		}
	}
	return false
}

func add(list *yaml.RNode, toleration config.Toleration) error {
	var node yaml.Node
	if err := node.Encode(toleration); err != nil {
		return err
	}
	return list.PipeE(yaml.Append(&node))
}
