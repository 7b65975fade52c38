{{/* What pods mount. All take dict root, key, about, values, except where they say otherwise. */}}

{{- define "latentmesh.mounts" -}}
- name: settings
  mountPath: /etc/latentmesh/settings
  readOnly: true
- name: tmp
  mountPath: /tmp
{{- if .about.model }}
- name: models
  mountPath: /models
  readOnly: true
  {{- if and (eq .root.Values.models.source "pvc") .root.Values.models.pvc.subPath }}
  subPath: {{ .root.Values.models.pvc.subPath }}
  {{- end }}
{{- end }}
{{- if and (eq .key "orchestrator") .root.Values.access.tokensSecret }}
- name: access
  mountPath: /etc/latentmesh/access
  readOnly: true
{{- end }}
{{- if .root.Values.tls.enabled }}
- name: tls
  mountPath: /etc/latentmesh/tls
  readOnly: true
{{- if and (eq .key "orchestrator") .root.Values.tls.publicSecret }}
- name: public
  mountPath: /etc/latentmesh/public
  readOnly: true
{{- end }}
{{- end }}
{{- end }}

{{- define "latentmesh.volumes" -}}
- name: settings
  configMap:
    name: {{ include "latentmesh.componentName" . }}
- name: tmp
  emptyDir: {}
{{- if .about.model }}
{{ include "latentmesh.modelVolume" .root }}
{{- end }}
{{- if and (eq .key "orchestrator") .root.Values.access.tokensSecret }}
- name: access
  secret:
    secretName: {{ .root.Values.access.tokensSecret }}
    defaultMode: 0440
{{- end }}
{{- if .root.Values.tls.enabled }}
- name: tls
  secret:
    secretName: {{ include "latentmesh.tlsSecret" . }}
    defaultMode: 0440
{{- if and (eq .key "orchestrator") .root.Values.tls.publicSecret }}
- name: public
  secret:
    secretName: {{ .root.Values.tls.publicSecret }}
    defaultMode: 0440
{{- end }}
{{- end }}
{{- end }}

{{- define "latentmesh.tlsSecret" -}}
{{- $named := get .root.Values.tls.secrets .key }}
{{- if not (or $named .root.Values.tls.certManager.enabled) }}
{{- fail (printf "tls.secrets.%s: must name a Secret where tls.enabled is true and tls.certManager.enabled is not, got \"\"" .key) }}
{{- end }}
{{- $named | default (printf "%s-tls" (include "latentmesh.componentName" .)) }}
{{- end }}

{{/* Takes the root. */}}
{{- define "latentmesh.modelVolume" -}}
{{- $models := .Values.models }}
- name: models
{{- if eq $models.source "pvc" }}
  persistentVolumeClaim:
    claimName: {{ required "models.pvc.claimName: must be set where models.source is pvc, got \"\"" $models.pvc.claimName }}
    readOnly: true
{{- else if eq $models.source "image" }}
  image:
    reference: {{ required "models.image.reference: must be set where models.source is image, got \"\"" $models.image.reference }}
    pullPolicy: {{ $models.image.pullPolicy }}
{{- else }}
  emptyDir:
    sizeLimit: {{ $models.download.sizeLimit }}
- name: download
  configMap:
    name: {{ include "latentmesh.fullname" . }}-download
{{- end }}
{{- end }}

{{/* Takes the root. */}}
{{- define "latentmesh.downloadContainer" -}}
{{- $download := .Values.models.download }}
- name: download
  image: {{ $download.image }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  command: [sh, /etc/latentmesh/download/download.sh, /etc/latentmesh/download/files, /models]
  {{- if $download.headerSecret.name }}
  env:
    - name: DOWNLOAD_HEADER
      valueFrom:
        secretKeyRef:
          name: {{ $download.headerSecret.name }}
          key: {{ $download.headerSecret.key }}
  {{- end }}
  resources:
    requests: {cpu: 100m, memory: 64Mi}
    limits: {memory: 256Mi}
  securityContext:
    {{- include "latentmesh.containerSecurity" . | nindent 4 }}
  volumeMounts:
    - name: download
      mountPath: /etc/latentmesh/download
      readOnly: true
    - name: models
      mountPath: /models
    - name: tmp
      mountPath: /tmp
{{- end }}
