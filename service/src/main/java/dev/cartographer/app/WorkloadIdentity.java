package dev.cartographer.app;

import dev.cartographer.pull.Caller;
import dev.cartographer.pull.Login;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Lets in agents whose workload's token is verified, each for its own cluster. To be let in it may
 * ask the database and an issuer, so it does not stay on the event loop.
 */
@ApplicationScoped
public class WorkloadIdentity implements IdentityProvider<WorkloadLogin> {
  private static final String CALLER = "caller";

  private final Lifecycle lifecycle;

  @Inject
  WorkloadIdentity(Lifecycle lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  public Class<WorkloadLogin> getRequestType() {
    return WorkloadLogin.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      WorkloadLogin request, AuthenticationRequestContext context) {
    return context.runBlocking(() -> identity(lifecycle.server().agents().desk().login(request.token())));
  }

  private static SecurityIdentity identity(Login login) {
    return switch (login) {
      case Login.Welcome(var caller) ->
          QuarkusSecurityIdentity.builder()
              .setPrincipal(new QuarkusPrincipal("agent of " + caller.name()))
              .addRole(WorkloadToken.AGENT)
              .addAttribute(CALLER, caller)
              .build();
      case Login.Refused _ -> throw new AuthenticationFailedException();
    };
  }

  /** Whose agent was let in. */
  static Caller caller(SecurityIdentity identity) {
    return identity.getAttribute(CALLER);
  }
}
