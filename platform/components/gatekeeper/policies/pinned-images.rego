package pinnedimages

import data.lib.pods

violation contains {"msg": msg} if {
	some container in pods.all_containers
	not pods.filled_in(container)
	not by_digest(container.image)
	not may_have_tag(container.image)
	msg := sprintf("container %s: image %s has no digest", [container.name, container.image])
}

violation contains {"msg": msg} if {
	some container in pods.all_containers
	not by_digest(container.image)
	may_have_tag(container.image)
	not fixed_tag(container.image)
	msg := sprintf("container %s: image %s has no digest, and no tag that stands for one release", [container.name, container.image])
}

by_digest(image) if regex.match(`@sha256:[0-9a-f]{64}$`, image)

may_have_tag(image) if {
	some prefix in input.parameters.tagged
	startswith(image, prefix)
}

# A colon before the last slash belongs to the port of a registry.
fixed_tag(image) if {
	regex.match(`:[^/:@]+$`, image)
	not endswith(image, ":latest")
}
