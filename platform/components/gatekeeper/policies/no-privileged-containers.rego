package noprivilegedcontainers

import data.lib.pods

violation contains {"msg": msg} if {
	some container in pods.all_containers
	container.securityContext.privileged
	msg := sprintf("container %s is privileged: it would own the node", [container.name])
}
