{{/* The settings files of the processes. The names are those of docs/operations.md. */}}

{{/* What every server is told beside its addresses: see latentmesh.env. Takes dict root, key, about, values. */}}
{{- define "latentmesh.serverSettings" -}}
{{- $ports := include "latentmesh.ports" . | fromYaml }}
latentmesh.server.lame-duck: {{ printf "%ds" (int .values.drain.lameDuckSeconds) | quote }}
latentmesh.server.drain-timeout: {{ printf "%ds" (int .values.drain.drainSeconds) | quote }}
{{- if .root.Values.tls.enabled }}
latentmesh.server.profile: "production"
latentmesh.server.health-port: {{ $ports.health | quote }}
{{- if and (eq .key "orchestrator") .root.Values.tls.publicSecret }}
latentmesh.server.tls.certificate: "/etc/latentmesh/public/tls.crt"
latentmesh.server.tls.key: "/etc/latentmesh/public/tls.key"
{{- else }}
latentmesh.server.tls.certificate: "/etc/latentmesh/tls/tls.crt"
latentmesh.server.tls.key: "/etc/latentmesh/tls/tls.key"
{{- end }}
{{- if .about.model }}
latentmesh.server.tls.client-ca: "/etc/latentmesh/tls/ca.crt"
latentmesh.server.tls.allowed-identities: {{ include "latentmesh.orchestratorIdentity" .root | quote }}
{{- end }}
{{- else }}
latentmesh.server.plaintext: "true"
{{- end }}
{{- with .root.Values.monitoring.traces }}
{{- if .endpoint }}
latentmesh.tracing.endpoint: {{ .endpoint | quote }}
latentmesh.tracing.sample-ratio: {{ .sampleRatio | quote }}
latentmesh.tracing.plaintext: {{ hasPrefix "http:" .endpoint | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Who may use the public API. Takes the root. */}}
{{- define "latentmesh.accessSettings" -}}
{{- $access := .Values.access }}
{{- if and .Values.tls.enabled (not $access.tokensSecret) (not $access.open) }}
{{- fail "access.tokensSecret: must be set where tls.enabled is true (or, if everybody who reaches the port may call, access.open=true), got \"\"" }}
{{- end }}
{{- if $access.tokensSecret }}
latentmesh.access.file: {{ printf "/etc/latentmesh/access/%s" $access.key | quote }}
{{- else }}
latentmesh.access.open: {{ $access.open | quote }}
{{- end }}
{{- end }}

{{/* Takes dict root, values. */}}
{{- define "latentmesh.modelSettings" -}}
{{- with .root.Values.models.name }}
latentmesh.model.name: {{ . | quote }}
{{- end }}
{{- if .values.gpu.enabled }}
latentmesh.model.provider: "cuda"
{{- end }}
{{- end }}

{{/* How the orchestrator reaches a tier. Takes dict root, about of the tier. */}}
{{- define "latentmesh.peerSettings" -}}
{{- $prefix := printf "latentmesh.peers.%s" .about.short }}
{{- $ports := include "latentmesh.ports" . | fromYaml }}
{{- $host := include "latentmesh.serviceHost" . }}
{{ $prefix }}.target: {{ printf "dns:///%s.%s:%d" $host .root.Values.clusterDomain (int $ports.grpc) | quote }}
{{- if .root.Values.tls.enabled }}
{{ $prefix }}.tls.ca: "/etc/latentmesh/tls/ca.crt"
{{ $prefix }}.tls.certificate: "/etc/latentmesh/tls/tls.crt"
{{ $prefix }}.tls.key: "/etc/latentmesh/tls/tls.key"
{{ $prefix }}.tls.server-name: {{ $host | quote }}
{{- else }}
{{ $prefix }}.plaintext: "true"
{{- end }}
{{- end }}

{{- define "latentmesh.orchestratorIdentity" -}}
{{- $about := (include "latentmesh.components" . | fromYaml).orchestrator }}
{{- .Values.tls.orchestratorIdentity | default (include "latentmesh.serviceHost" (dict "root" . "about" $about)) }}
{{- end }}

{{/* All of a component's settings as a properties file; the later of two wins. Takes dict root, key, about, values. */}}
{{- define "latentmesh.properties" -}}
{{- $root := .root }}
{{- $all := include "latentmesh.serverSettings" . | fromYaml }}
{{- if .about.model }}
{{- $all = merge $all (include "latentmesh.modelSettings" . | fromYaml) }}
{{- $all = mergeOverwrite $all $root.Values.models.settings }}
{{- else }}
{{- $all = merge $all (include "latentmesh.accessSettings" $root | fromYaml) }}
{{- range $key, $about := include "latentmesh.components" $root | fromYaml }}
{{- if $about.model }}
{{- $all = merge $all (include "latentmesh.peerSettings" (dict "root" $root "about" $about) | fromYaml) }}
{{- end }}
{{- end }}
{{- end }}
{{- $all = mergeOverwrite $all .values.settings }}
{{- range $key, $value := $all }}
{{ include "latentmesh.escape" $key | replace ":" "\\:" | replace "=" "\\=" | replace " " "\\ " }}={{ include "latentmesh.escape" $value }}
{{- end }}
{{- end }}

{{/* In a properties file a backslash begins an escape, and a line ends a value. */}}
{{- define "latentmesh.escape" -}}
{{- . | replace "\\" "\\\\" | replace "\n" "\\n" }}
{{- end }}
