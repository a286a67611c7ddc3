/** A workload with its Service in a namespace of the mesh, for the samples of the rules. */
export const CART = `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop }
spec:
  selector: { app: cart }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cart, namespace: shop }
spec:
  selector: { matchLabels: { app: cart } }
  template:
    metadata: { labels: { app: cart, version: v1 } }
    spec:
      serviceAccountName: cart
      containers: [{ name: cart, image: registry.example.com/cart:1.0.0, ports: [{ name: http, containerPort: 8080 }] }]
`;

/** A gateway of the mesh with its Service and one server. */
export const GATEWAY = `apiVersion: v1
kind: Namespace
metadata: { name: ingress, labels: { istio-injection: enabled } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway, namespace: ingress }
spec:
  selector: { matchLabels: { istio: gateway } }
  template:
    metadata:
      labels: { istio: gateway }
      annotations: { inject.istio.io/templates: gateway }
    spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: v1
kind: Service
metadata: { name: gateway, namespace: ingress }
spec:
  selector: { istio: gateway }
  ports: [{ name: https, port: 443, targetPort: 8443 }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ingress }
spec:
  selector: { istio: gateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop/shop.example.com]
      tls: { mode: SIMPLE, credentialName: shop-tls }
`;
