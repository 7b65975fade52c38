{{/* The pod of a component. Takes dict root, key, about, values. */}}
{{- define "latentmesh.pod" -}}
{{- $root := .root }}
{{- $values := .values }}
{{- $gpu := .values.gpu | default dict }}
metadata:
  labels:
    {{- include "latentmesh.componentLabels" . | nindent 4 }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    checksum/config: {{ include "latentmesh.properties" . | sha256sum }}
    {{- if and .about.model (eq $root.Values.models.source "download") }}
    checksum/models: {{ toYaml $root.Values.models.download.files | sha256sum }}
    {{- end }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "latentmesh.serviceAccount" $root }}
  automountServiceAccountToken: false
  # Kubernetes' variables for Services would be read as settings.
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ include "latentmesh.gracePeriod" . }}
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with $values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $gpu.runtimeClassName }}
  {{- if $gpu.enabled }}
  runtimeClassName: {{ . }}
  {{- end }}
  {{- end }}
  {{- if not .about.model }}
  dnsConfig:
    options:
      # The tiers' names have four dots: asked for as they are, not in every search domain first.
      - name: ndots
        value: "2"
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    fsGroup: 65532
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- include "latentmesh.placement" . | nindent 2 }}
  {{- if and .about.model (eq $root.Values.models.source "download") }}
  initContainers:
    {{- include "latentmesh.downloadContainer" $root | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .about.name }}
      image: {{ include "latentmesh.image" . }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      env:
        {{- include "latentmesh.env" . | nindent 8 }}
      ports:
        {{- range $port, $number := include "latentmesh.openPorts" $root | fromYaml }}
        - name: {{ $port }}
          containerPort: {{ int $number }}
        {{- end }}
      {{- include "latentmesh.probes" . | nindent 6 }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ int $values.drain.preStopSeconds }}
      resources:
        {{- include "latentmesh.resources" . | nindent 8 }}
      securityContext:
        {{- include "latentmesh.containerSecurity" . | nindent 8 }}
      volumeMounts:
        {{- include "latentmesh.mounts" . | nindent 8 }}
  volumes:
    {{- include "latentmesh.volumes" . | nindent 4 }}
{{- end }}

{{- define "latentmesh.openPorts" -}}
{{- $ports := include "latentmesh.ports" . | fromYaml }}
grpc: {{ $ports.grpc }}
{{- if .Values.tls.enabled }}
health: {{ $ports.health }}
{{- end }}
metrics: {{ $ports.metrics }}
{{- end }}

{{- define "latentmesh.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{- define "latentmesh.env" -}}
{{- $ports := include "latentmesh.ports" . | fromYaml -}}
# The image has variables for these, and variables win over the file.
- name: LATENTMESH_SERVER_HOST
  value: {{ .root.Values.listenAddress | quote }}
- name: LATENTMESH_SERVER_PORT
  value: {{ $ports.grpc | quote }}
- name: LATENTMESH_SERVER_METRICS_PORT
  value: {{ $ports.metrics | quote }}
{{- if .about.model }}
- name: LATENTMESH_MODEL_PATH
  value: {{ printf "/models/%s" .root.Values.models.path | quote }}
{{- end }}
- name: LATENTMESH_CONFIG
  value: /etc/latentmesh/settings/{{ .about.name }}.properties
- name: LATENTMESH_LOG_LEVEL
  value: {{ .root.Values.log.level }}
- name: LATENTMESH_LOG_FORMAT
  value: {{ .root.Values.log.format }}
{{- if eq .key "unet" }}
# What other processes call this replica in their logs.
- name: LATENTMESH_REPLICA
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- end }}
# Native libraries are unpacked here: the root is read-only.
- name: XDG_CACHE_HOME
  value: /tmp/cache
- name: DJL_CACHE_DIR
  value: /tmp/djl
{{- with .values.javaOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{/* The kubelet cannot do TLS: with it health has a port of its own. */}}
{{- define "latentmesh.probes" -}}
{{- $ports := include "latentmesh.ports" . | fromYaml }}
{{- $port := ternary $ports.health $ports.grpc .root.Values.tls.enabled | int }}
{{- $names := dict "startup" "startup" "readiness" .about.service "liveness" "liveness" }}
{{- range $probe := list "startup" "readiness" "liveness" }}
{{ $probe }}Probe:
  grpc:
    port: {{ $port }}
    service: {{ get $names $probe }}
  {{- toYaml (get $.values.probes $probe) | nindent 2 }}
{{- end }}
{{- end }}

{{- define "latentmesh.resources" -}}
{{- $resources := deepCopy .values.resources }}
{{- $gpu := .values.gpu | default dict }}
{{- if $gpu.enabled }}
{{- $limits := $resources.limits | default dict }}
{{- $_ := set $resources "limits" (merge $limits (dict $gpu.resource (toString (int $gpu.count)))) }}
{{- end }}
{{- toYaml $resources }}
{{- end }}

{{- define "latentmesh.placement" -}}
{{- $gpu := .values.gpu | default dict }}
{{- $selector := deepCopy .values.nodeSelector }}
{{- $tolerations := .values.tolerations }}
{{- if and $gpu.enabled $gpu.product }}
{{- $_ := set $selector "nvidia.com/gpu.product" $gpu.product }}
{{- end }}
{{- if and $gpu.enabled $gpu.tolerate }}
{{- $tolerations = append $tolerations (dict "key" "nvidia.com/gpu" "operator" "Exists" "effect" "NoSchedule") }}
{{- end }}
{{- with $selector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $spread := .values.topologySpread }}
{{- if or (ne $spread.zone "Off") (ne $spread.host "Off") }}
topologySpreadConstraints:
  {{- range $key, $mode := dict "topology.kubernetes.io/zone" $spread.zone "kubernetes.io/hostname" $spread.host }}
  {{- if ne $mode "Off" }}
  - maxSkew: 1
    topologyKey: {{ $key }}
    whenUnsatisfiable: {{ $mode }}
    labelSelector:
      matchLabels:
        {{- include "latentmesh.componentSelector" $ | nindent 8 }}
    # Old and new pods of a rollout are spread apart from each other.
    matchLabelKeys: [pod-template-hash]
  {{- end }}
  {{- end }}
{{- end }}
{{- end }}
