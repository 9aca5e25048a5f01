/**
 * Policies that a proxy enforces: RequestAuthentications and AuthorizationPolicies as istiod hands them to it, and what they decide of a request of
 * which some facts are known and others are not.
 */
package io.istiodoctor.mesh.policy;
