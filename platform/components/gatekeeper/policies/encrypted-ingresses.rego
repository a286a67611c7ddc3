package encryptedingresses

annotation(name) := object.get(
	input.review.object.metadata,
	["annotations", concat("/", ["alb.ingress.kubernetes.io", name])],
	"",
)

violation contains {"msg": msg} if {
	some name in ["certificate-arn", "listen-ports", "wafv2-acl-arn"]
	annotation(name) == ""
	msg := sprintf("Ingress %s lacks the annotation alb.ingress.kubernetes.io/%s", [input.review.object.metadata.name, name])
}

violation contains {"msg": msg} if {
	contains(annotation("listen-ports"), `"HTTP"`)
	annotation("ssl-redirect") == ""
	msg := sprintf("Ingress %s answers in plain HTTP: leave out that port, or set ssl-redirect", [input.review.object.metadata.name])
}
