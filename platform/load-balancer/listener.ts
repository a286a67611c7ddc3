import { LOAD_BALANCER_IDLE_SECONDS } from '../constructs/service/timing.ts';

/** Refuses TLS below 1.2 and every cipher without forward secrecy. */
export const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** Of every Application Load Balancer. Zonal shift takes a zone that fails out of service (S0-87). */
export const LOAD_BALANCER_ATTRIBUTES = `idle_timeout.timeout_seconds=${LOAD_BALANCER_IDLE_SECONDS},routing.http.drop_invalid_header_fields.enabled=true,zonal_shift.config.enabled=true,deletion_protection.enabled=true`;
