/**
 * What Istio's webhook demands of an object beyond the definition of its kind (pkg/config/validation in Istio's source): one class a kind. What
 * the webhook only warns of is no flaw. An object that comes here fits its definition.
 */
@NullMarked
package io.istiodoctor.schema.webhook;

import org.jspecify.annotations.NullMarked;
