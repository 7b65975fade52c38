{{/* Whom a component calls: the orchestrator the tiers, a tier nobody but those that it downloads from; all of them the collector of traces. Takes dict root, about. */}}
{{- define "latentmesh.egress" -}}
{{- $root := .root }}
{{- $policy := .root.Values.networkPolicy }}
{{- $downloads := and .about.model (eq .root.Values.models.source "download") }}
{{- $traces := .root.Values.monitoring.traces.endpoint }}
{{- if and .about.model (not $downloads) (not $traces) }}
egress: []
{{- else }}
egress:
  - ports:
      - {port: 53, protocol: UDP}
      - {port: 53, protocol: TCP}
    {{- with $policy.dnsTo }}
    to:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  {{- if $downloads }}
  - ports:
      - {port: 80, protocol: TCP}
      - {port: 443, protocol: TCP}
    {{- with $policy.downloadTo }}
    to:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  {{- else if not .about.model }}
  - ports:
      - port: grpc
    to:
      {{- range $key, $about := include "latentmesh.components" $root | fromYaml }}
      {{- if $about.model }}
      - podSelector:
          matchLabels:
            {{- include "latentmesh.componentSelector" (dict "root" $root "about" $about) | nindent 12 }}
      {{- end }}
      {{- end }}
  {{- end }}
  {{- if $traces }}
  - ports:
      - {port: {{ regexFind ":[0-9]+$" $traces | trimPrefix ":" | default "4317" }}, protocol: TCP}
    {{- with $policy.tracesTo }}
    to:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
