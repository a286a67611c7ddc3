package mesh

import (
	"os"
	"regexp"
	"strings"
	"testing"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pkg/config/mesh"
	"sigs.k8s.io/yaml"
)

// settings are what the rendered tree tells istiod, and the release that it is installed in.
type settings struct {
	version   string
	clusterID string
	network   string
	mesh      *meshconfig.MeshConfig
	networks  *meshconfig.MeshNetworks
}

// values are those of the Helm chart that the proof reads; everything else in the file is left alone.
type values struct {
	MeshConfig map[string]any `json:"meshConfig"`
	Global     struct {
		Network      string `json:"network"`
		MultiCluster struct {
			ClusterName string `json:"clusterName"`
		} `json:"multiCluster"`
		MeshNetworks map[string]any `json:"meshNetworks"`
	} `json:"global"`
}

func rendering(t *testing.T) settings {
	t.Helper()
	var chart values
	if err := yaml.Unmarshal(read(t, valuesOfIstiod), &chart); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(chart.MeshConfig)
	if err != nil {
		t.Fatal(err)
	}
	config, err := mesh.ApplyMeshConfigDefaults(string(text))
	if err != nil {
		t.Fatalf("meshConfig of %s: %v", valuesOfIstiod, err)
	}
	text, err = yaml.Marshal(map[string]any{"networks": chart.Global.MeshNetworks})
	if err != nil {
		t.Fatal(err)
	}
	networks, err := mesh.ParseMeshNetworks(string(text))
	if err != nil {
		t.Fatalf("meshNetworks of %s: %v", valuesOfIstiod, err)
	}
	// The names of load balancers resolve nowhere in here.
	for _, network := range networks.Networks {
		for _, way := range network.Gateways {
			way.Gw = &meshconfig.Network_IstioNetworkGateway_Address{Address: gateway}
		}
	}
	found := regexp.MustCompile(`(?m)chart: istiod\n(?:.*\n)*?\s+targetRevision: (\S+)`).FindSubmatch(read(t, application))
	if found == nil {
		t.Fatalf("%s names no version of the chart istiod", application)
	}
	return settings{string(found[1]), chart.Global.MultiCluster.ClusterName, chart.Global.Network, config, networks}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run npm run synth first", err)
	}
	return text
}

// minor returns `1.30` of `v1.30.3`.
func minor(version string) string {
	return strings.Join(strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3)[:2], ".")
}

// TestRelease fails when another minor is installed than the one that is proven.
func TestRelease(t *testing.T) {
	installed := rendering(t).version
	proven := regexp.MustCompile(`(?m)^\s+istio\.io/api v(\S+)`).FindSubmatch(read(t, "go.mod"))
	if proven == nil || minor(string(proven[1])) != minor(installed) {
		t.Errorf("istiod %s is installed, and go.mod has istio.io/api %q: take both modules of Istio of that release", installed, proven)
	}
}
