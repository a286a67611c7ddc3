package readonlyrootfilesystem

import data.lib.pods

violation contains {"msg": msg} if {
	some container in pods.containers
	not container.securityContext.readOnlyRootFilesystem
	msg := sprintf("container %s can write to its root file system: set readOnlyRootFilesystem", [container.name])
}
