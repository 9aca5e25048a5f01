/**
 * What the API server demands of Kubernetes' own kinds beyond their definition, and Istio's webhook of Istio's (pkg/config/validation in its source):
 * one class a kind. What is only warned of is no flaw. An object that comes here fits its definition.
 */
@NullMarked
package io.istiodoctor.schema.demand;

import org.jspecify.annotations.NullMarked;
