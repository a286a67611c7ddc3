package noopenservices

violation contains {"msg": msg} if {
	input.review.object.spec.type in {"LoadBalancer", "NodePort"}
	msg := sprintf("Service %s is of type %s: only a gateway has a door to the outside", [
		input.review.object.metadata.name,
		input.review.object.spec.type,
	])
}

violation contains {"msg": msg} if {
	count(input.review.object.spec.externalIPs) > 0
	msg := sprintf("Service %s has externalIPs: it could take the traffic of any address", [input.review.object.metadata.name])
}
