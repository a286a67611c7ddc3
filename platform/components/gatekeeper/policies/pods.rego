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

spec_of(object) := object.spec.template.spec if object.kind in {"DaemonSet", "Deployment", "Job", "StatefulSet"}

spec_of(object) := object.spec.jobTemplate.spec.template.spec if object.kind == "CronJob"

as_before(spec) if spec == spec_of(input.review.oldObject)

exempt if {
	some exemption in input.parameters.exemptions
	exemption.namespace == input.review.namespace
	exemption.workload == input.review.object.metadata.labels["app.kubernetes.io/name"]
}
