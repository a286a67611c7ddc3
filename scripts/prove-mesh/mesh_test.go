// What Istio's own control plane makes of the rendered objects of prod-japan. The test framework of istiod runs it in
// this process; nothing listens on a network.
package mesh

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/cluster"
	"istio.io/istio/pkg/config/mesh/meshwatcher"
	"istio.io/istio/pkg/network"
)

const (
	dist         = "../../dist/prod-japan"
	values       = "../../dist/values/prod-japan"
	applications = dist + "/applications/argocd"
	region       = "ap-northeast-1"
	gateway      = "10.1.32.99" // what the name of prod-eu's gateway would resolve to
)

// rendered returns the objects of Istio and the Services, as two streams of YAML.
func rendered(t *testing.T) (istio, services string) {
	t.Helper()
	err := filepath.WalkDir(dist, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		switch object := string(text); {
		case strings.HasPrefix(object, "apiVersion: networking.istio.io/"), strings.HasPrefix(object, "apiVersion: security.istio.io/"):
			istio += "---\n" + object
		case strings.HasPrefix(object, "apiVersion: v1\nkind: Service\n"):
			services += "---\n" + object
		}
		return err
	})
	if err != nil || istio == "" {
		t.Fatalf("%s: %v; run npm run synth first", dist, err)
	}
	return istio, services
}

// pod returns one ready pod behind a Service.
func pod(service, namespace, ip string, port int) string {
	return fmt.Sprintf(`---
apiVersion: v1
kind: Pod
metadata: {name: %[1]s-0, namespace: %[2]s, labels: {app: %[1]s, track: stable, security.istio.io/tlsMode: istio}}
spec: {serviceAccountName: %[1]s, nodeName: node, containers: [{name: app, image: app}]}
status: {podIP: %[3]s, phase: Running, conditions: [{type: Ready, status: "True"}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata: {name: %[1]s, namespace: %[2]s, labels: {kubernetes.io/service-name: %[1]s}}
endpoints: [{addresses: [%[3]s], conditions: {ready: true}, targetRef: {kind: Pod, name: %[1]s-0, namespace: %[2]s}}]
ports: [{name: http, port: %[4]d, protocol: TCP}]
`, service, namespace, ip, port)
}

// others are the node, and the Service that the chart of the egress gateway makes.
const others = `---
apiVersion: v1
kind: Node
metadata: {name: node, labels: {topology.kubernetes.io/region: ap-northeast-1, topology.kubernetes.io/zone: ap-northeast-1a}}
---
apiVersion: v1
kind: Service
metadata: {name: istio-egressgateway, namespace: istio-system}
spec: {clusterIP: 172.20.0.9, selector: {app: istio-egressgateway}, ports: [{name: tls, port: 443, protocol: TCP}]}
`

func controlPlane(t *testing.T) *xds.FakeDiscoveryServer {
	istio, objects := rendered(t)
	objects += pod("user-service", "prod", "10.0.32.5", 8080) + pod("video-service", "prod", "10.0.32.6", 8080) + others
	told := rendering(t)
	return xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		DefaultClusterName: cluster.ID(told.clusterID), ConfigString: istio, KubernetesObjectString: objects,
		MeshConfig: told.mesh, NetworksWatcher: meshwatcher.NewFixedNetworksWatcher(told.networks),
	})
}

func proxy(t *testing.T, server *xds.FakeDiscoveryServer, app, namespace string, kind model.NodeType) *model.Proxy {
	told := rendering(t)
	labels := map[string]string{"app": app, "track": "stable"}
	metadata := &model.NodeMetadata{Namespace: namespace, Labels: labels, Network: network.ID(told.network), ClusterID: cluster.ID(told.clusterID)}
	if app == "istio-eastwestgateway" {
		metadata.RequestedNetworkView = []string{told.network}
	}
	return server.SetupProxy(&model.Proxy{
		Type: kind, ConfigNamespace: namespace, ID: app + "-0." + namespace, Labels: labels, Metadata: metadata,
		IPAddresses: []string{"10.0.32.5"}, Locality: &core.Locality{Region: region, Zone: region + "a"},
	})
}

// endpoints lists those of a cluster as `priority address:port`.
func endpoints(server *xds.FakeDiscoveryServer, of *model.Proxy, cluster string) (found []string) {
	for _, assignment := range server.Endpoints(of) {
		for _, locality := range assignment.Endpoints {
			for _, endpoint := range locality.LbEndpoints {
				if address := endpoint.GetEndpoint().GetAddress().GetSocketAddress(); assignment.ClusterName == cluster {
					found = append(found, fmt.Sprintf("%d %s:%d", locality.Priority, address.GetAddress(), address.GetPortValue()))
				}
			}
		}
	}
	return found
}

// handshake returns the SNI that a cluster asks for and the identities that it believes.
func handshake(t *testing.T, server *xds.FakeDiscoveryServer, of *model.Proxy, cluster string) (sni string, identities []string) {
	t.Helper()
	for _, candidate := range server.Clusters(of) {
		if candidate.Name != cluster {
			continue
		}
		socket := candidate.TransportSocket
		if socket == nil && len(candidate.TransportSocketMatches) > 0 {
			socket = candidate.TransportSocketMatches[0].TransportSocket
		}
		context := &tls.UpstreamTlsContext{}
		if err := socket.GetTypedConfig().UnmarshalTo(context); err != nil {
			t.Fatal(err)
		}
		for _, name := range context.CommonTlsContext.GetCombinedValidationContext().GetDefaultValidationContext().GetMatchSubjectAltNames() {
			identities = append(identities, name.GetExact())
		}
		return context.Sni, identities
	}
	t.Fatalf("the proxy has no cluster %s", cluster)
	return "", nil
}

func equal(t *testing.T, what string, found []string, expected ...string) {
	t.Helper()
	slices.Sort(found)
	slices.Sort(expected)
	if !slices.Equal(found, expected) {
		t.Errorf("%s: found %q, expected %q", what, found, expected)
	}
}

func TestMesh(t *testing.T) {
	server := controlPlane(t)
	user := proxy(t, server, "user-service", "prod", model.SidecarProxy)
	chat := proxy(t, server, "chat-service", "prod", model.SidecarProxy)
	ingress := proxy(t, server, "istio-ingressgateway", "istio-system", model.Router)
	eastWest := proxy(t, server, "istio-eastwestgateway", "istio-system", model.Router)
	egress := proxy(t, server, "istio-egressgateway", "istio-system", model.Router)

	t.Run("a call to the other region", func(t *testing.T) {
		cluster := "outbound|80||user-service-prod-eu.prod.svc.cluster.local"
		equal(t, "endpoints", endpoints(server, user, cluster), "0 "+gateway+":15443")
		sni, identities := handshake(t, server, user, cluster)
		equal(t, "SNI", []string{sni}, "outbound_.80_.stable_.user-service.prod.svc.cluster.local")
		equal(t, "identities", identities, "spiffe://eu.mesh.example.com/ns/prod/sa/user-service")
	})
	t.Run("failover", func(t *testing.T) {
		cluster := "outbound|80|stable|video-service.prod.svc.cluster.local"
		equal(t, "endpoints", endpoints(server, ingress, cluster), "0 10.0.32.6:8080", "1 "+gateway+":15443")
		_, identities := handshake(t, server, ingress, cluster)
		equal(t, "identities", identities, "spiffe://eu.mesh.example.com/ns/prod/sa/video-service", "spiffe://japan.mesh.example.com/ns/prod/sa/video-service")
		stays := endpoints(server, ingress, "outbound|80|stable|user-service.prod.svc.cluster.local")
		equal(t, "endpoints of a service without failover", stays, "0 10.0.32.5:8080")
	})
	t.Run("the gateway between the networks", func(t *testing.T) {
		var names []string
		for _, listener := range server.Listeners(eastWest) {
			for _, chain := range listener.FilterChains {
				names = append(names, chain.FilterChainMatch.GetServerNames()...)
			}
		}
		var expected []string
		// The metrics of a service have a chain as well, since the listener takes hosts and not ports; NetworkPolicies and the
		// AuthorizationPolicy of the pod stop what would come through.
		for _, port := range []string{"80", "9090"} {
			for _, service := range []string{"user-service", "video-service"} {
				for _, track := range []string{"_", "stable_"} {
					expected = append(expected, "outbound_."+port+"_."+track+"."+service+".prod.svc.cluster.local")
				}
			}
		}
		equal(t, "names", names, expected...)
		for _, track := range []string{"_", "stable_"} {
			back := endpoints(server, eastWest, "outbound_.80_."+track+".video-service.prod.svc.cluster.local")
			equal(t, "endpoints", back, "0 10.0.32.6:8080")
		}
	})
	t.Run("out to the Internet", func(t *testing.T) {
		way := "outbound|443|push-notifications|istio-egressgateway.istio-system.svc.cluster.local"
		sni, _ := handshake(t, server, chat, way)
		equal(t, "SNI", []string{sni}, "push.example.com")
		sent := false
		for _, listener := range server.Listeners(chat) {
			for _, chain := range listener.FilterChains {
				asked := slices.Contains(chain.FilterChainMatch.GetServerNames(), "push.example.com")
				sent = sent || asked && strings.Contains(fmt.Sprint(chain.Filters), way)
			}
		}
		if !sent {
			t.Error("chat-service does not send push.example.com to the egress gateway")
		}
		for _, listener := range server.Listeners(egress) {
			for _, chain := range listener.FilterChains {
				text := fmt.Sprint(chain.Filters)
				checked := strings.Contains(text, "requested_server_name") && strings.Contains(text, "ns/prod/sa/chat-service")
				if !checked || strings.Contains(text, "sa/user-service") {
					t.Errorf("%s: the egress gateway does not check caller and host", listener.Name)
				}
			}
		}
	})
	t.Run("the rate limit", func(t *testing.T) {
		var limited []string
		for _, listener := range server.Listeners(user) {
			for _, chain := range listener.FilterChains {
				if listener.Name == model.VirtualInboundListenerName && strings.Contains(fmt.Sprint(chain.Filters), "local_ratelimit") {
					limited = append(limited, fmt.Sprint(chain.FilterChainMatch.GetDestinationPort().GetValue()))
				}
			}
		}
		equal(t, "ports", slices.Compact(limited), "8080")
		for _, chain := range inboundChains(server, user, 8080) {
			text := fmt.Sprint(chain.Filters)
			limit := strings.Index(text, "local_ratelimit")
			for _, check := range []string{"envoy.filters.http.jwt_authn", "envoy.filters.http.rbac"} {
				if at := strings.Index(text, check); at < 0 || at > limit {
					t.Errorf("%s: the rate limit counts what has not passed it", check)
				}
			}
		}
	})
	t.Run("identities", func(t *testing.T) {
		for _, chain := range inboundChains(server, user, 8080) {
			text := fmt.Sprint(chain.Filters)
			for _, domain := range []string{"eu", "japan"} {
				if !strings.Contains(text, `"spiffe://`+domain+`.mesh.example.com/"`) {
					t.Errorf("namesakes of %s are not left out", domain)
				}
			}
		}
	})
	t.Run("timeouts and retries", func(t *testing.T) {
		for _, config := range server.Routes(user) {
			for _, host := range config.VirtualHosts {
				for _, route := range host.Routes {
					retried := route.GetRoute().GetRetryPolicy().GetRetryOn()
					if strings.Contains(retried, "unavailable") || strings.Contains(retried, "retriable-status-codes") {
						t.Errorf("%s %s: Istio's own retries, %s", host.Name, route.Name, retried)
					}
					if strings.HasPrefix(host.Name, "user-service-prod-eu.") && route.GetRoute().GetTimeout().AsDuration() <= 0 {
						t.Errorf("%s: a call to the other region without an end", host.Name)
					}
				}
			}
		}
	})
}

// inboundChains are those that a proxy serves a port of its application with.
func inboundChains(server *xds.FakeDiscoveryServer, of *model.Proxy, port uint32) (found []*listener.FilterChain) {
	for _, candidate := range server.Listeners(of) {
		for _, chain := range candidate.FilterChains {
			if candidate.Name == model.VirtualInboundListenerName && chain.FilterChainMatch.GetDestinationPort().GetValue() == port {
				found = append(found, chain)
			}
		}
	}
	return found
}
