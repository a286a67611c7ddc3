package requiredlabels

violation contains {"msg": msg} if {
	some label in input.parameters.labels
	object.get(input.review.object.metadata, ["labels", label], "") == ""
	msg := sprintf("%s %s lacks the label %s", [input.review.object.kind, input.review.object.metadata.name, label])
}
