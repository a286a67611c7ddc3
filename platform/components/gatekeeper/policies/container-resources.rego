package containerresources

import data.lib.pods

violation contains {"msg": msg} if {
	some container in pods.containers
	some [field, resource] in [["requests", "cpu"], ["requests", "memory"], ["limits", "memory"]]
	not container.resources[field][resource]
	msg := sprintf("container %s lacks resources.%s.%s", [container.name, field, resource])
}
