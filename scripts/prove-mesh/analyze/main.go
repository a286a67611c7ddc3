// What the analyzers of istioctl say of the objects that stand on the standard input: all of them at once, those of the
// core too, which the command itself leaves out where there is no cluster. What they find is written into a file.
package main

import (
	"encoding/json"
	"log"
	"os"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/local"
)

type message struct {
	Level    string `json:"level"`
	Code     string `json:"code"`
	Resource string `json:"resource"`
	Says     string `json:"says"`
}

type report struct {
	Analyzers int       `json:"analyzers"`
	Skipped   []string  `json:"skipped"`
	Messages  []message `json:"messages"`
}

func main() {
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", "istio-system", nil)
	if err := analyzer.AddTestReaderKubeSource([]local.ReaderSource{{Name: "objects", Reader: os.Stdin}}); err != nil {
		log.Fatal(err)
	}
	result, err := analyzer.Analyze(make(chan struct{}))
	if err != nil {
		log.Fatal(err)
	}
	found := report{len(result.ExecutedAnalyzers), append([]string{}, result.SkippedAnalyzers...), []message{}}
	for _, each := range result.Messages {
		name := each.Resource.Origin.FriendlyName()
		found.Messages = append(found.Messages, message{each.Type.Level().String(), each.Type.Code(), name, each.String()})
	}
	text, err := json.Marshal(found)
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], text, 0o600); err != nil {
		log.Fatal(err)
	}
}
