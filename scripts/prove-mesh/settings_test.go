package mesh

import (
	"os"
	"path/filepath"
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

// chartValues are those of the Helm chart that the proof reads; everything else in the file is left alone.
type chartValues struct {
	MeshConfig map[string]any `json:"meshConfig"`
	Global     struct {
		Network      string `json:"network"`
		MultiCluster struct {
			ClusterName string `json:"clusterName"`
		} `json:"multiCluster"`
		MeshNetworks map[string]any `json:"meshNetworks"`
	} `json:"global"`
}

// istiodUnit is a control plane that stands on the cluster: the file of its values, and its release.
type istiodUnit struct {
	values  string
	version string
}

// installed returns the control plane that is proven here. An upgrade has two, with names of their own: then it is the one of the
// minor of go.mod.
func installed(t *testing.T) istiodUnit {
	t.Helper()
	files, err := filepath.Glob(values + "/istiod*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no values of a control plane (%v); run npm run synth first", values, err)
	}
	var found istiodUnit
	for _, file := range files {
		application := applications + "/application-prod-japan-" + filepath.Base(file)
		version := regexp.MustCompile(`(?m)chart: istiod\n(?:.*\n)*?\s+targetRevision: (\S+)`).FindSubmatch(read(t, application))
		if version == nil {
			t.Fatalf("%s names no version of the chart istiod", application)
		}
		found = istiodUnit{file, string(version[1])}
		if minor(found.version) == minor(proven(t)) {
			break
		}
	}
	return found
}

// goMod is the file of the module that this is built with: go.mod, or the one that GOFLAGS names.
func goMod() string {
	if found := regexp.MustCompile(`-modfile=(\S+)`).FindStringSubmatch(os.Getenv("GOFLAGS")); found != nil {
		return found[1]
	}
	return "go.mod"
}

// proven returns the release of Istio's API that go.mod has.
func proven(t *testing.T) string {
	t.Helper()
	found := regexp.MustCompile(`(?m)^\s+istio\.io/api v(\S+)`).FindSubmatch(read(t, goMod()))
	if found == nil {
		t.Fatal("go.mod has no istio.io/api")
	}
	return string(found[1])
}

func rendering(t *testing.T) settings {
	t.Helper()
	istiod := installed(t)
	var chart chartValues
	if err := yaml.Unmarshal(read(t, istiod.values), &chart); err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(chart.MeshConfig)
	if err != nil {
		t.Fatal(err)
	}
	config, err := mesh.ApplyMeshConfigDefaults(string(text))
	if err != nil {
		t.Fatalf("meshConfig of %s: %v", istiod.values, err)
	}
	text, err = yaml.Marshal(map[string]any{"networks": chart.Global.MeshNetworks})
	if err != nil {
		t.Fatal(err)
	}
	networks, err := mesh.ParseMeshNetworks(string(text))
	if err != nil {
		t.Fatalf("meshNetworks of %s: %v", istiod.values, err)
	}
	// The names of load balancers resolve nowhere in here.
	for _, network := range networks.Networks {
		for _, way := range network.Gateways {
			way.Gw = &meshconfig.Network_IstioNetworkGateway_Address{Address: gateway}
		}
	}
	return settings{istiod.version, chart.Global.MultiCluster.ClusterName, chart.Global.Network, config, networks}
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
	if version, ours := installed(t).version, proven(t); minor(ours) != minor(version) {
		t.Errorf("istiod %s is installed, and go.mod has istio.io/api %s: take both modules of Istio of that release", version, ours)
	}
}
