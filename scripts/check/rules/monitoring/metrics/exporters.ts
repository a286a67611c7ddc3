/**
 * Metrics of programs that many clusters run, in the form of the state of workloads. No program is here with all that it exports.
 *
 * @see https://github.com/google/cadvisor, the page about Prometheus of its documentation
 * @see https://kubernetes.io/docs/reference/instrumentation/metrics/
 * @see https://istio.io/latest/docs/reference/config/metrics/
 * @see https://keda.sh/docs/latest/integrations/prometheus/
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/metrics/
 * @see https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 * @see https://external-secrets.io/latest/api/metrics/
 * @see https://karpenter.sh/docs/reference/metrics/
 */
export const EXPORTERS = `
container id image name namespace pod
  cpu_usage_seconds_total cpu_user_seconds_total cpu_system_seconds_total : container cpu
  cpu_cfs_periods_total cpu_cfs_throttled_periods_total cpu_cfs_throttled_seconds_total : container
  memory_working_set_bytes memory_usage_bytes memory_rss memory_cache memory_swap memory_max_usage_bytes : container
  memory_mapped_file memory_failcnt start_time_seconds last_seen oom_events_total processes threads sockets : container
  file_descriptors spec_cpu_period spec_cpu_quota spec_cpu_shares spec_memory_limit_bytes : container
  spec_memory_reservation_limit_bytes spec_memory_swap_limit_bytes threads_max : container
  memory_failures_total : container failure_type scope
  fs_usage_bytes fs_limit_bytes fs_reads_total fs_writes_total fs_reads_bytes_total fs_writes_bytes_total : container device
  network_receive_bytes_total network_transmit_bytes_total network_receive_packets_total : interface
  network_transmit_packets_total network_receive_errors_total network_transmit_errors_total : interface
  network_receive_packets_dropped_total network_transmit_packets_dropped_total : interface
kubelet_volume_stats namespace persistentvolumeclaim
  available_bytes capacity_bytes used_bytes inodes inodes_free inodes_used health_status_abnormal
node_cpu cpu mode
  seconds_total
node_filesystem device fstype mountpoint device_error
  avail_bytes free_bytes size_bytes files files_free readonly
node_disk device
  io_time_seconds_total read_bytes_total written_bytes_total reads_completed_total writes_completed_total
  read_time_seconds_total write_time_seconds_total io_time_weighted_seconds_total io_now
node_network device
  receive_bytes_total transmit_bytes_total receive_packets_total transmit_packets_total receive_errs_total
  transmit_errs_total receive_drop_total transmit_drop_total
node
  load1 load5 load15 boot_time_seconds time_seconds vmstat_oom_kill procs_running procs_blocked
  memory_MemAvailable_bytes memory_MemFree_bytes memory_MemTotal_bytes memory_Buffers_bytes memory_Cached_bytes
  memory_SwapTotal_bytes memory_SwapFree_bytes nf_conntrack_entries nf_conntrack_entries_limit filefd_allocated
istio reporter source_workload source_workload_namespace source_principal source_app source_version source_cluster source_canonical_service source_canonical_revision destination_workload destination_workload_namespace destination_principal destination_app destination_version destination_service destination_service_name destination_service_namespace destination_cluster destination_canonical_service destination_canonical_revision request_protocol response_flags connection_security_policy
  requests_total : response_code grpc_response_status
  request_duration_milliseconds_bucket request_bytes_bucket response_bytes_bucket : response_code grpc_response_status le
  request_duration_milliseconds_count request_bytes_count response_bytes_count : response_code grpc_response_status
  request_duration_milliseconds_sum request_bytes_sum response_bytes_sum : response_code grpc_response_status
  request_messages_total response_messages_total : grpc_response_status
  tcp_sent_bytes_total tcp_received_bytes_total tcp_connections_opened_total tcp_connections_closed_total
keda namespace
  scaler_active scaler_metrics_value scaler_metrics_latency_seconds scaler_errors_total : metric scaledObject scaler triggerIndex type
  scaler_detail_errors_total : metric scaledObject scaler triggerIndex type
  scaled_object_errors_total scaled_object_paused : scaledObject
  scaled_job_errors_total : scaledJob
argocd_app namespace name project
  info : autosync_enabled dest_namespace dest_server health_status operation repo sync_status
  sync_total : dest_server phase dry_run
  labels : *
argocd_cluster server
  connection_status info api_objects api_resources events_total cache_age_seconds : k8s_version name
certmanager_certificate namespace name issuer_name issuer_kind issuer_group
  expiration_timestamp_seconds renewal_timestamp_seconds not_before_timestamp_seconds not_after_timestamp_seconds
  ready_status : condition
externalsecret namespace name
  sync_calls_total sync_calls_error reconcile_duration
  status_condition : condition status
karpenter_nodepools nodepool
  limit usage : resource_type
  allowed_disruptions : reason
velero schedule
  backup_failure_total backup_partial_failure_total backup_success_total backup_attempt_total
  backup_last_successful_timestamp backup_last_status
alertmanager
  notifications_total notifications_failed_total : integration reason receiver_name
  config_last_reload_successful cluster_members
prometheus
  config_last_reload_successful notifications_alertmanagers_discovered tsdb_head_series
  rule_evaluation_failures_total rule_group_iterations_missed_total : rule_group
up
  =
scrape
  duration_seconds samples_scraped samples_post_metric_relabeling series_added
`;
