{{/* Takes dict root, about. */}}
{{- define "latentmesh.scaleTarget" -}}
apiVersion: apps/v1
kind: Deployment
name: {{ include "latentmesh.componentName" . }}
{{- end }}

{{/* Up at once, by doubling; down slowly. Takes a component's autoscaling values. */}}
{{- define "latentmesh.scaleBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: 0
  policies:
    - {type: Percent, value: 100, periodSeconds: 30}
scaleDown:
  stabilizationWindowSeconds: {{ int .behavior.scaleDownStabilizationSeconds }}
  policies:
    - {type: Pods, value: 1, periodSeconds: {{ int .behavior.scaleDownPeriodSeconds }}}
{{- end }}

{{/* What waits and what is served, summed over the replicas. Only unet-svc has streams. Takes dict root, key, about, values. */}}
{{- define "latentmesh.rowsQuery" -}}
{{- $pods := printf "%s-.*" (include "latentmesh.componentName" .) }}
{{- $labels := printf `{namespace="%s",pod=~"%s"}` .root.Release.Namespace $pods }}
{{- $rows := printf "sum(latentmesh_queue_depth%s)" $labels }}
{{- if eq .key "unet" }}
{{- $rows = printf "%s + sum(latentmesh_sequences_active%s)" $rows $labels }}
{{- end }}
{{- .values.autoscaling.keda.query | default $rows }}
{{- end }}
