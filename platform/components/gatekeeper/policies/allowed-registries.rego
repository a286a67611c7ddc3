package allowedregistries

import data.lib.pods

violation contains {"msg": msg} if {
	some container in pods.all_containers
	not pods.filled_in(container)
	not allowed(container.image)
	msg := sprintf("container %s: image %s is not from %s", [
		container.name,
		container.image,
		concat(" or ", input.parameters.registries),
	])
}

# A registry is a whole host name: without the slash, a longer name would pass as well.
allowed(image) if {
	some registry in input.parameters.registries
	startswith(image, concat("", [registry, "/"]))
}
