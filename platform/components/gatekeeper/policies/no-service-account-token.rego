package noserviceaccounttoken

import data.lib.pods

violation contains {"msg": "the pod gets a token for the Kubernetes API: set automountServiceAccountToken to false"} if {
	object.get(pods.judged, "automountServiceAccountToken", true)
}
