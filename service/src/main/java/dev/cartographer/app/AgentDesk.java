package dev.cartographer.app;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cartographer.fleet.Name;
import dev.cartographer.fleet.Signal;
import dev.cartographer.metrics.AgentMeters;
import dev.cartographer.metrics.Exposition;
import dev.cartographer.pull.AgentLogin;
import dev.cartographer.pull.Answer;
import dev.cartographer.pull.Caller;
import dev.cartographer.pull.Login;
import dev.cartographer.pull.PullDesk;
import dev.cartographer.pull.Rates;
import dev.cartographer.pull.Tag;
import dev.cartographer.secret.SecretText;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Where agents ask: who they are, how often they may, and what they get; all of it counted. */
final class AgentDesk {
  private static final Logger LOG = Logger.getLogger("cartographer.agents");
  private static final Duration SAID_AGAIN_AFTER = Duration.ofMinutes(1);

  private final AgentLogin login;
  private final PullDesk desk;
  private final Rates rates;
  private final AgentMeters meters;
  private final Cache<Name, Login.Why> said =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(SAID_AGAIN_AFTER).build();

  AgentDesk(AgentLogin login, PullDesk desk, Rates rates, Exposition exposition) {
    this.login = login;
    this.desk = desk;
    this.rates = rates;
    this.meters = new AgentMeters(exposition, desk::present);
  }

  Login login(SecretText token) {
    var result = login.login(token);
    if (result instanceof Login.Refused(var why, var cluster)) {
      meters.refused(why);
      cluster.ifPresent(name -> say(name, why));
    }
    return result;
  }

  /** The caller is told nothing; whoever runs this server must be able to find out. */
  private void say(Name cluster, Login.Why why) {
    if (said.asMap().putIfAbsent(cluster, why) == null) {
      LOG.warnf(
          "Somebody who says to be an agent of %s is refused: %s. Said once a minute",
          cluster, why.word());
    }
  }

  /** How long the cluster's agents should leave us alone; empty when they may ask. */
  Optional<Duration> limited(Caller caller) {
    var wait = rates.take(caller.cluster());
    wait.ifPresent(_ -> meters.limited());
    return wait;
  }

  Answer ask(Caller caller, Signal signal, Optional<Tag> holds, Duration wait) {
    var answer = desk.ask(caller, signal, holds, wait);
    meters.answered(answer);
    return answer;
  }
}
