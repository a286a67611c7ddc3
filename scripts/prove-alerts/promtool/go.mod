module fleet/prove-alerts/promtool

go 1.26.0

require github.com/prometheus/prometheus v0.313.2

// As its own go.mod, which Go does not read here.
replace cloud.google.com/go => cloud.google.com/go v0.123.0
