{{/* Whom a component calls: the orchestrator the tiers, a tier nobody but those that it downloads from. Takes dict root, about. */}}
{{- define "latentmesh.egress" -}}
{{- $root := .root }}
{{- $policy := .root.Values.networkPolicy }}
{{- $downloads := and .about.model (eq .root.Values.models.source "download") }}
{{- if and .about.model (not $downloads) }}
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
  {{- else }}
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
{{- end }}
{{- end }}
