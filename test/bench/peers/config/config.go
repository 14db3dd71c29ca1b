// Package config reads the one rule that the peers apply.
package config

import (
	"errors"

	"sigs.k8s.io/kustomize/kyaml/fn/framework"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// Rule is what the bench's configs ask for.
type Rule struct {
	Labels      map[string]string `yaml:"labels"`
	Tolerations []Toleration      `yaml:"tolerations"`
}

// Toleration is one toleration of a pod.
type Toleration struct {
	Key      string `yaml:"key"`
	Operator string `yaml:"operator"`
	Value    string `yaml:"value"`
	Effect   string `yaml:"effect"`
}

type document struct {
	Spec struct {
		Rules []Rule `yaml:"rules"`
	} `yaml:"spec"`
}

// Run calls apply with the rule and each item that it is for, and fails a
// config that has not exactly one rule.
func Run(selected func(*yaml.RNode) bool, apply func(Rule, *yaml.RNode) error) error {
	process := func(list *framework.ResourceList) error {
		var read document
		if err := framework.LoadFunctionConfig(list.FunctionConfig, &read); err != nil {
			return err
		}
		if len(read.Spec.Rules) != 1 {
			return errors.New("spec.rules must hold one rule")
		}
		for _, item := range list.Items {
			if !selected(item) {
				continue
			}
			if err := apply(read.Spec.Rules[0], item); err != nil {
				return err
			}
		}
		return nil
	}
	return framework.Execute(framework.ResourceListProcessorFunc(process), nil)
}
