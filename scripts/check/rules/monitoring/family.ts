import type { Family } from '../../rule.ts';
import { alertAlwaysFires } from './alert-always-fires.ts';
import { alertRouteBroken } from './alert-route-broken.ts';
import { alertRouteMatchesNothing } from './alert-route-matches-nothing.ts';
import { alertShorterThanScrape } from './alert-shorter-than-scrape.ts';
import { alertTextLostLabel } from './alert-text-lost-label.ts';
import { alertUnlikeOthers } from './alert-unlike-others.ts';
import { alertmanagerPortUnknown } from './alertmanager-port-unknown.ts';
import { collectorConfig } from './collector-config.ts';
import { collectorListensAlone } from './collector-listens-alone.ts';
import { comparedWithText } from './compared-with-text.ts';
import { counterComparedWithNumber } from './counter-compared-with-number.ts';
import { dashboardBroken } from './dashboard-broken.ts';
import { logAgent } from './log-agent.ts';
import { monitorNamespaceUnknown } from './monitor-namespace-unknown.ts';
import { monitorNobodySelects } from './monitor-nobody-selects.ts';
import { monitorPortUnknown } from './monitor-port-unknown.ts';
import { monitorSelectsNothing } from './monitor-selects-nothing.ts';
import { monitorTiming } from './monitor-timing.ts';
import { monitoringForm } from './monitoring-form.ts';
import { prometheusVolume } from './prometheus-volume.ts';
import { promqlLabelUnknown } from './promql-label-unknown.ts';
import { promqlMetricUnknown } from './promql-metric-unknown.ts';
import { promqlUnreadable } from './promql-unreadable.ts';
import { promqlValueCannotOccur } from './promql-value-cannot-occur.ts';
import { rangeTooShort } from './range-too-short.ts';
import { ruleSaidTwice } from './rule-said-twice.ts';
import { scrapeAnnotation } from './scrape-annotation.ts';
import { scrapePathUnknown } from './scrape-path-unknown.ts';
import { scrapeRefusedByMesh } from './scrape-refused-by-mesh.ts';
import { scrapeScheme } from './scrape-scheme.ts';
import { severityWithoutRoute } from './severity-without-route.ts';
import { shareAboveOne } from './share-above-one.ts';
import { telemetryProvider } from './telemetry-provider.ts';

/** Rules, dashboards and monitors against what the tree really exports. */
export const monitoring: Family = {
  name: 'monitoring',
  about: 'Rules, dashboards and monitors against what the tree really exports.',
  rules: [
    promqlUnreadable,
    promqlMetricUnknown,
    promqlLabelUnknown,
    promqlValueCannotOccur,
    rangeTooShort,
    counterComparedWithNumber,
    alertAlwaysFires,
    alertTextLostLabel,
    alertUnlikeOthers,
    ruleSaidTwice,
    monitorNobodySelects,
    monitorSelectsNothing,
    monitorPortUnknown,
    monitorTiming,
    monitoringForm,
    alertRouteBroken,
    alertRouteMatchesNothing,
    scrapeRefusedByMesh,
    scrapeAnnotation,
    scrapePathUnknown,
    telemetryProvider,
    logAgent,
    collectorConfig,
    dashboardBroken,
    collectorListensAlone,
    prometheusVolume,
    alertmanagerPortUnknown,
    alertShorterThanScrape,
    shareAboveOne,
    comparedWithText,
    monitorNamespaceUnknown,
    scrapeScheme,
    severityWithoutRoute,
  ],
};
