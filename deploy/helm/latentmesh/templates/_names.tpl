{{/* Names, labels, images and what the cluster knows. */}}

{{/* The four processes by their keys in the values. "name" is also the label "application" of their metrics. */}}
{{- define "latentmesh.components" -}}
orchestrator: {name: orchestrator, short: orchestrator, service: latentmesh.v1.ImageService, model: false}
textEncoder: {name: text-encoder-svc, short: text-encoder, service: latentmesh.v1.TextEncoderService, model: true}
unet: {name: unet-svc, short: unet, service: latentmesh.v1.DenoiserService, model: true}
vae: {name: vae-svc, short: vae, service: latentmesh.v1.VaeService, model: true}
{{- end }}

{{- define "latentmesh.ports" -}}
grpc: 50051
health: 50052
metrics: 9464
{{- end }}

{{- define "latentmesh.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* At most 40 characters: the longest name made of it has 22 more, and a Service's may have 63. */}}
{{- define "latentmesh.fullname" -}}
{{- $name := include "latentmesh.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Takes dict root, about. */}}
{{- define "latentmesh.componentName" -}}
{{- printf "%s-%s" (include "latentmesh.fullname" .root) .about.short }}
{{- end }}

{{/* The name that TLS certificates carry: without the cluster's domain. Takes dict root, about. */}}
{{- define "latentmesh.serviceHost" -}}
{{- printf "%s.%s.svc" (include "latentmesh.componentName" .) .root.Release.Namespace }}
{{- end }}

{{- define "latentmesh.selector" -}}
app.kubernetes.io/name: {{ include "latentmesh.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "latentmesh.labels" -}}
{{ include "latentmesh.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: latentmesh
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Takes dict root, about. */}}
{{- define "latentmesh.componentSelector" -}}
{{ include "latentmesh.selector" .root }}
app.kubernetes.io/component: {{ .about.name }}
{{- end }}

{{/* Takes dict root, about. */}}
{{- define "latentmesh.componentLabels" -}}
{{ include "latentmesh.labels" .root }}
app.kubernetes.io/component: {{ .about.name }}
{{- end }}

{{- define "latentmesh.serviceAccount" -}}
{{- $made := ternary (include "latentmesh.fullname" .) "default" .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default $made }}
{{- end }}

{{/* Takes dict root, values. */}}
{{- define "latentmesh.image" -}}
{{- $image := .values.image }}
{{- $registry := .root.Values.image.registry | trimSuffix "/" }}
{{- $repository := ternary (printf "%s/%s" $registry $image.repository) $image.repository (ne $registry "") }}
{{- $suffix := "" }}
{{- if (.values.gpu | default dict).enabled }}
{{- $suffix = .values.gpu.tagSuffix }}
{{- end }}
{{- $tag := printf "%s%s" (.root.Values.image.tag | default .root.Chart.AppVersion) $suffix }}
{{- if eq $tag "latest" }}
{{- fail "image.tag: must name a version, got latest" }}
{{- end }}
{{- if $image.digest }}
{{- printf "%s@%s" $repository $image.digest }}
{{- else }}
{{- printf "%s:%s" $repository $tag }}
{{- end }}
{{- end }}

{{/* Whether the cluster has an API, "true" or "". Takes dict root, api. */}}
{{- define "latentmesh.hasApi" -}}
{{- if or (.root.Capabilities.APIVersions.Has .api) (has .api .root.Values.apiVersions) }}true{{ end }}
{{- end }}

{{/* none, hpa or keda: what really scales a component. Without KEDA in the cluster nothing does, and replicas count. Takes dict root, values. */}}
{{- define "latentmesh.scaler" -}}
{{- $kind := .values.autoscaling.kind }}
{{- $missing := not (include "latentmesh.hasApi" (dict "root" .root "api" "keda.sh/v1alpha1")) }}
{{- ternary "none" $kind (and (eq $kind "keda") $missing) }}
{{- end }}
