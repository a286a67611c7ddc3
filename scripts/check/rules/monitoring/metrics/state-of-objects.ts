/**
 * What kube-state-metrics says of every other object.
 *
 * A line at the margin is the start of names and the labels that all of them have; below it stand the rest of each name, and the
 * labels that only these have. `=` is the start itself, `*` any label.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
 */
export const STATE_OF_OBJECTS = `
kube_certificatesigningrequest certificatesigningrequest signer_name
  cert_length created
  condition : condition
  annotations labels : *
kube_clusterrole clusterrole
  created info metadata_resource_version
  annotations labels : *
kube_clusterrolebinding clusterrolebinding
  created metadata_resource_version
  info : roleref_kind roleref_name
  annotations labels : *
kube_configmap configmap namespace
  created info metadata_resource_version
  annotations labels : *
kube_endpoint endpoint namespace
  address : ip port_name port_protocol port_number ready
  created info
  ports : port_name port_protocol port_number
  annotations labels : *
kube_endpointslice endpointslice namespace
  created
  endpoints : address ready serving terminating hostname targetref_kind targetref_name targetref_namespace nodename endpoint_zone
  endpoints_hints : address for_zone
  info : addresstype
  ports : port_name port_protocol port_number
  annotations labels : *
kube_ingress ingress namespace
  created metadata_resource_version
  info : ingressclass
  path : host path path_type service_name service_port resource_api_group resource_kind resource_name
  tls : tls_host secret
  annotations labels : *
kube_ingressclass ingressclass
  created
  info : controller
  annotations labels : *
kube_lease lease namespace
  owner : owner_kind owner_name lease_holder
  renew_time
kube_mutatingwebhookconfiguration mutatingwebhookconfiguration namespace
  created info metadata_resource_version
  webhook_clientconfig_service : webhook_name service_name service_namespace
kube_networkpolicy namespace networkpolicy
  created spec_egress_rules spec_ingress_rules
  annotations labels : *
kube_persistentvolume persistentvolume
  access_mode : access_mode
  capacity_bytes created deletion_timestamp
  claim_ref : claim_namespace name
  csi_attributes : csi_mounter csi_map_options
  info : storageclass gce_persistent_disk_name host_path host_path_type ebs_volume_id azure_disk_name fc_wwids fc_lun fc_target_wwns iscsi_target_portal iscsi_iqn iscsi_lun iscsi_initiator_name local_path local_fs nfs_server nfs_path csi_driver csi_volume_handle reclaim_policy
  status_phase : phase
  volume_mode : volumemode
  annotations labels : *
kube_persistentvolumeclaim namespace persistentvolumeclaim
  access_mode : access_mode
  created deletion_timestamp resource_requests_storage_bytes
  info : storageclass volumename volumemode
  status_condition : condition status
  status_phase : phase
  annotations labels : *
kube_role role namespace
  created info metadata_resource_version
  annotations labels : *
kube_rolebinding rolebinding namespace
  created metadata_resource_version
  info : roleref_kind roleref_name
  annotations labels : *
kube_secret secret namespace
  created info metadata_resource_version
  owner : owner_kind owner_name owner_is_controller
  type : type
  annotations labels : *
kube_service service namespace uid
  created deletion_timestamp
  info : cluster_ip external_name external_traffic_policy load_balancer_ip
  spec_external_ip : external_ip
  spec_type : type
  status_load_balancer_ingress : ip hostname
  annotations labels : *
kube_serviceaccount namespace serviceaccount uid
  created deleted
  image_pull_secret secret : name
  info : automount_token
  annotations labels : *
kube_storageclass storageclass
  created
  info : provisioner reclaim_policy volume_binding_mode
  annotations labels : *
kube_validatingwebhookconfiguration validatingwebhookconfiguration namespace
  created info metadata_resource_version
  webhook_clientconfig_service : webhook_name service_name service_namespace
kube_volumeattachment volumeattachment
  created status_attached
  info : attacher node
  spec_source_persistentvolume : volumename
  labels status_attachment_metadata : *
`;
