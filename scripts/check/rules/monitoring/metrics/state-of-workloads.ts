/**
 * What kube-state-metrics says of pods, of what makes them, and of nodes.
 *
 * A line at the margin is the start of names and the labels that all of them have; below it stand the rest of each name, and the
 * labels that only these have. `=` is the start itself, `*` any label.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
 */
export const STATE_OF_WORKLOADS = `
kube_cronjob cronjob namespace
  created metadata_resource_version next_schedule_time schedule_invalid spec_failed_job_history_limit
  spec_starting_deadline_seconds spec_successful_job_history_limit spec_suspend status_active
  status_last_schedule_time status_last_successful_time
  info : schedule concurrency_policy timezone
  annotations labels : *
kube_daemonset daemonset namespace
  created deletion_timestamp metadata_generation status_current_number_scheduled
  status_desired_number_scheduled status_number_available status_number_misscheduled
  status_number_ready status_number_unavailable status_observed_generation
  status_updated_number_scheduled
  annotations labels : *
kube_deployment deployment namespace
  created deletion_timestamp metadata_generation spec_paused spec_replicas
  spec_strategy_rollingupdate_max_surge spec_strategy_rollingupdate_max_unavailable
  status_observed_generation status_replicas status_replicas_available status_replicas_ready
  status_replicas_unavailable status_replicas_updated status_terminating_replicas
  owner : owner_kind owner_name
  status_condition : reason condition status
  annotations labels : *
kube_horizontalpodautoscaler horizontalpodautoscaler namespace
  created deletion_timestamp metadata_generation spec_behavior_scale_down_tolerance
  spec_behavior_scale_up_tolerance spec_max_replicas spec_min_replicas status_current_replicas
  status_desired_replicas
  info : scaletargetref_api_version scaletargetref_kind scaletargetref_name
  spec_target_metric status_target_metric : metric_name metric_target_type container
  status_condition : condition status
  annotations labels : *
kube_job job_name namespace
  complete failed : condition
  created info spec_active_deadline_seconds spec_completions spec_parallelism status_active
  status_completion_time status_ready status_start_time status_succeeded status_suspended
  owner : owner_kind owner_name owner_is_controller
  status_failed : reason
  annotations labels : *
kube_limitrange limitrange namespace
  = : resource type constraint
  created
kube_namespace namespace
  created
  status_condition : condition status
  status_phase : phase
  annotations labels : *
kube_node node
  created deletion_timestamp spec_unschedulable
  info : kernel_version os_image container_runtime_version kubelet_version kubeproxy_version pod_cidr provider_id system_uuid internal_ip
  role : role
  spec_pod_cidrs : pod_cidr
  spec_taint : key value effect
  status_addresses : type address
  status_allocatable status_capacity : resource unit
  status_condition : condition status
  annotations labels : *
kube_pod pod namespace uid
  completion_time created deletion_timestamp overhead_cpu_cores overhead_memory_bytes start_time
  status_container_ready_time status_initialized_time status_ready_time status_scheduled_time
  status_unschedulable status_unscheduled_time
  container_info : container image image_id image_spec container_id
  container_resource_limits container_resource_requests : resource unit container node
  init_container_resource_limits init_container_resource_requests : resource unit container node
  container_state_started container_status_last_terminated_exitcode : container
  container_status_last_terminated_timestamp container_status_ready : container
  container_status_restarts_total container_status_running container_status_terminated : container
  container_status_waiting init_container_state_started : container
  init_container_status_last_terminated_exitcode : container
  init_container_status_last_terminated_timestamp init_container_status_ready : container
  init_container_status_restarts_total init_container_status_running : container
  init_container_status_terminated init_container_status_waiting : container
  container_status_last_terminated_reason container_status_terminated_reason : container reason
  container_status_waiting_reason init_container_status_last_terminated_reason : container reason
  init_container_status_terminated_reason init_container_status_waiting_reason : container reason
  info : host_ip pod_ip node created_by_kind created_by_name priority_class host_network
  init_container_info : container image image_id image_spec container_id restart_policy
  ips : ip ip_family
  owner : owner_kind owner_name owner_is_controller
  resourceclaim_info : claim_name resourceclaim_name resourceclaim_template_name
  restart_policy : type
  runtimeclass_name_info : runtimeclass_name
  scheduler : name
  service_account : service_account
  spec_volumes_persistentvolumeclaims_info : volume persistentvolumeclaim ephemeral_volume ephemeral
  spec_volumes_persistentvolumeclaims_readonly : volume persistentvolumeclaim ephemeral_volume ephemeral
  status_disruption_reason status_reason : reason
  status_phase : phase
  status_qos_class : qos_class
  status_ready status_scheduled : condition
  tolerations : key operator value effect toleration_seconds
  annotations labels nodeselectors : *
kube_poddisruptionbudget poddisruptionbudget namespace
  created deletion_timestamp status_current_healthy status_desired_healthy status_expected_pods
  status_observed_generation status_pod_disruptions_allowed
  annotations labels : *
kube_replicaset replicaset namespace
  created metadata_generation spec_replicas status_fully_labeled_replicas status_observed_generation
  status_ready_replicas status_replicas status_terminating_replicas
  owner : owner_kind owner_name owner_is_controller
  annotations labels : *
kube_replicationcontroller replicationcontroller namespace
  created metadata_generation spec_replicas status_available_replicas status_fully_labeled_replicas
  status_observed_generation status_ready_replicas status_replicas
  owner : owner_kind owner_name owner_is_controller
kube_resourcequota resourcequota namespace
  = : resource type
  created
  annotations labels : *
kube_statefulset statefulset namespace
  created deletion_timestamp metadata_generation ordinals_start replicas status_observed_generation
  status_replicas status_replicas_available status_replicas_current status_replicas_ready
  status_replicas_updated
  persistentvolumeclaim_retention_policy : when_deleted when_scaled
  status_current_revision status_update_revision : revision
  annotations labels : *
`;
