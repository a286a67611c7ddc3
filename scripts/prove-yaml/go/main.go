// Reads a JSON array of YAML texts and prints, for each of them, what the YAML libraries of Kubernetes' tools
// (kubectl, Argo CD, Helm) make of it, as JSON: one line a text, an array with one value a library.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	yamlv3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, text := range texts {
		line, err := json.Marshal([]any{readKubernetes(text), readV3(text)})
		if err != nil {
			line, _ = json.Marshal([]any{err.Error(), err.Error()})
		}
		fmt.Fprintln(out, string(line))
	}
}

func readKubernetes(text string) any {
	var value any
	if err := yaml.UnmarshalStrict([]byte(text), &value); err != nil {
		return err.Error()
	}
	return value
}

func readV3(text string) any {
	var value any
	if err := yamlv3.Unmarshal([]byte(text), &value); err != nil {
		return err.Error()
	}
	return value
}
