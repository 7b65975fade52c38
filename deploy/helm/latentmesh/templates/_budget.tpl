{{/*
Seconds from the order to end until the kubelet kills: the pause before SIGTERM, the lame duck, running calls, and
20 for what the process does after that (cancelled calls 5, their handlers 10, closing the model).
Takes dict key, values.
*/}}
{{- define "latentmesh.gracePeriod" -}}
{{- $drain := .values.drain }}
{{- $needed := add $drain.preStopSeconds $drain.lameDuckSeconds $drain.drainSeconds 20 | int }}
{{- $given := int $drain.terminationGracePeriodSeconds }}
{{- if and (gt $given 0) (lt $given $needed) }}
{{- fail (printf "%s.drain.terminationGracePeriodSeconds: must be at least preStopSeconds + lameDuckSeconds + drainSeconds + 20 = %d, got %d" .key $needed $given) }}
{{- end }}
{{- $given | default $needed }}
{{- end }}

{{/* Bounds of an autoscaler. Takes dict key, values. */}}
{{- define "latentmesh.checkAutoscaling" -}}
{{- $scaling := .values.autoscaling }}
{{- if gt (int $scaling.min) (int $scaling.max) }}
{{- fail (printf "%s.autoscaling.min: must be at most max = %d, got %d" .key (int $scaling.max) (int $scaling.min)) }}
{{- end }}
{{- if eq $scaling.kind "keda" }}
{{- $fallback := int $scaling.keda.fallbackReplicas }}
{{- if or (lt $fallback (int $scaling.min)) (gt $fallback (int $scaling.max)) }}
{{- fail (printf "%s.autoscaling.keda.fallbackReplicas: must be from min to max = %d to %d, got %d" .key (int $scaling.min) (int $scaling.max) $fallback) }}
{{- end }}
{{- end }}
{{- end }}
