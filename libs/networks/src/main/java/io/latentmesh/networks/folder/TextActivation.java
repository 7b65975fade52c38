package io.latentmesh.networks.folder;

/** The non-linearity of a text encoder's feed-forward layers ({@code hidden_act}). */
public enum TextActivation {
  /** x * sigmoid(1.702 x): CLIP-L. */
  QUICK_GELU,
  /** x * Phi(x), exact (erf): OpenCLIP. */
  GELU
}
