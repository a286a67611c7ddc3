package lib.pods

# The pod that an object holds, to be judged. Not judged is what an update leaves as it is: controllers change labels
# and finalizers of pods, and one that slipped in once could never go. Nor is a workload that is exempt.
judged := spec if {
	spec := spec_of(input.review.object)
	not as_before(spec)
	not exempt
}

# Containers that stay.
containers contains container if {
	some list in ["containers", "initContainers"]
	some container in judged[list]
}

# Those and the ones that somebody adds to a running pod.
all_containers contains container if some container in containers

all_containers contains container if some container in judged.ephemeralContainers

spec_of(object) := object.spec if object.kind == "Pod"

spec_of(object) := template_of(object).spec

# Of the pods that an object makes; a pod makes none.
template_of(object) := object.spec.template if object.kind in {"DaemonSet", "Deployment", "Job", "StatefulSet"}

template_of(object) := object.spec.jobTemplate.spec.template if object.kind == "CronJob"

as_before(spec) if spec == spec_of(input.review.oldObject)

exempt if {
	some exemption in input.parameters.exemptions
	exemption.namespace == input.review.namespace
	exemption.workload == input.review.object.metadata.labels["app.kubernetes.io/name"]
}

# Whether the injector of Istio fills in the image of a container, as for each gateway: the template has the word `auto` in
# its place. Never in a pod: it is judged after the injector, and one that the injector left alone would pull an image
# named `auto` from a public registry.
filled_in(container) if {
	container.name == "istio-proxy"
	container.image == "auto"
	injection == "true"
}

# The label counts more than the annotation, as it does for the injector.
injection := value if {
	value := template_of(input.review.object).metadata.labels["sidecar.istio.io/inject"]
} else := value if {
	value := template_of(input.review.object).metadata.annotations["sidecar.istio.io/inject"]
}
