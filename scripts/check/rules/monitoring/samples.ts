/** A rule of the operator around an expression, for samples. */
export function alerting(expression: string, { further = '', labels = 'severity: critical' } = {}): string {
  return `
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: shop, namespace: shop }
spec:
  groups:
    - name: shop
      rules:
        - alert: ShopBroken
          expr: ${JSON.stringify(expression)}
          for: 5m
          labels: { ${labels} }
${further}`;
}

/** A workload with a port for metrics, and the Service in front of it. */
export const WEB = `
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: http }, { name: http-metrics, port: 9090, targetPort: http-metrics }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          ports: [{ name: http, containerPort: 8080 }, { name: http-metrics, containerPort: 9090 }]
`;

export const MONITOR = `
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: http-metrics, interval: 30s }]
`;
