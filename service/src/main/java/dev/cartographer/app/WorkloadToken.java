package dev.cartographer.app;

import dev.cartographer.pull.AgentLogin;
import dev.cartographer.secret.SecretText;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes a bearer token that is a JWT for one of a cluster's workload. */
@ApplicationScoped
public class WorkloadToken implements HttpAuthenticationMechanism {
  static final String AGENT = "agent";

  @Override
  public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager all) {
    var header = context.request().getHeader("Authorization");
    if (header == null || !header.startsWith(ApiToken.BEARER)) {
      return Uni.createFrom().nullItem();
    }
    var token = header.substring(ApiToken.BEARER.length());
    return AgentLogin.looksLikeOne(token)
        ? all.authenticate(new WorkloadLogin(new SecretText(token)))
        : Uni.createFrom().nullItem();
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().nullItem();
  }
}
