package nohostaccess

import data.lib.pods

violation contains {"msg": msg} if {
	some field in ["hostIPC", "hostNetwork", "hostPID"]
	pods.judged[field]
	msg := sprintf("the pod has %s: it would share that with the node", [field])
}

violation contains {"msg": msg} if {
	some volume in pods.judged.volumes
	msg := sprintf("volume %s is the path %s of the node", [volume.name, volume.hostPath.path])
}

violation contains {"msg": msg} if {
	some container in pods.all_containers
	some port in container.ports
	port.hostPort != 0
	msg := sprintf("container %s takes port %d of the node", [container.name, port.hostPort])
}
