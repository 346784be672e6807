package dev.cartographer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three replicas on one database, none of which leads. Sixty clusters whose tokens live a minute
 * keep them at work; then one is killed and another halted, each in the midst of renewals.
 */
@ExtendWith(RealServers.Provided.class)
class ReplicasTest {
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int CLUSTERS = 60;

  @Test
  void onADatabaseOfTheOperatorsOthersTakeOverFromTheDeadAndTheHalted(RealServers servers) {
    try (var postgres = DebianPostgres.start(Repository.emptied("postgres"))) {
      othersTakeOver(servers, "outer", Optional.of(postgres.database()));
    }
  }

  @Test
  void onTheDatabaseOfOneOfThemOthersTakeOverFromTheDeadAndTheHalted(RealServers servers) {
    othersTakeOver(servers, "inner", Optional.empty());
  }

  private static void othersTakeOver(
      RealServers servers, String fleet, Optional<SharedDatabase> outer) {
    try (var iam = new PatientIam(LIFETIME);
        var replicas = new Replicas(servers.kubernetes(), iam, fleet, CLUSTERS);
        var witness = replicas.witness()) {
      var story = new Story(iam, replicas, witness, replicas.start(outer));
      replicas.awaitTokens(PATIENCE);
      story.allTakePart();

      story.oneIsKilled("replica-2");
      story.oneIsHalted("replica-3");

      story.everyPlaceIsServedOn();
      assertThat(witness.complaints()).isEmpty();
    }
  }

  /**
   * Claims that a replica has in hand, and what there was of them before it was stopped.
   *
   * @param secrets by place
   */
  private record InHand(String replica, Map<String, HeldSecret> secrets, Map<String, Long> fences) {
    boolean isBehind(HeldSecret now) {
      return before(now.place()).generation() < now.generation();
    }

    HeldSecret before(String place) {
      return Optional.ofNullable(secrets.get(place)).orElseThrow();
    }

    long fence(String place) {
      return Optional.ofNullable(fences.get(place)).orElseThrow();
    }
  }

  private record Story(
      PatientIam iam, Replicas replicas, SecretWatch witness, SharedDatabase database) {

    void allTakePart() {
      Eventually.so(
          "tokens from every replica",
          PATIENCE,
          () ->
              replicas.places().stream()
                  .flatMap(place -> witness.versionsOf(place).stream())
                  .map(Story::maker)
                  .collect(Collectors.toSet())
                  .equals(Set.of("replica-1", "replica-2", "replica-3")));
    }

    void oneIsKilled(String victim) {
      var inHand = keptInTheMidst(victim);

      replicas.product(victim).kill();

      passesOn(inHand);
      iam.answerAgain(victim);
    }

    void oneIsHalted(String victim) {
      var refusedBefore = refused(victim);
      var inHand = keptInTheMidst(victim);

      replicas.product(victim).halt();
      iam.answerAgain(victim);
      passesOn(inHand);
      replicas.product(victim).goOn();

      var late = inHand.secrets().size();
      Eventually.so(
          late + " refused outcomes of " + victim,
          PATIENCE,
          () -> refused(victim) - refusedBefore >= late);
      assertThat(inHand.secrets().keySet()).allSatisfy(place -> holdsNothingLate(place, inHand));
    }

    /** Lets the replica come as far as the services with a few renewals, and no further. */
    private InHand keptInTheMidst(String replica) {
      iam.keepWaiting(replica);
      Eventually.so("claims in hand", PATIENCE, () -> iam.waiting(replica).size() >= 3);
      var secrets = iam.waiting(replica).stream().collect(Collectors.toMap(p -> p, replicas::at));
      return new InHand(replica, secrets, database.fences());
    }

    /** Each of the claims is renewed by another replica, under a higher fence, in time. */
    private void passesOn(InHand inHand) {
      Eventually.so(
          "other replicas to renew " + inHand.secrets().keySet(),
          PATIENCE,
          () -> inHand.secrets().keySet().stream().map(replicas::at).allMatch(inHand::isBehind));
      assertThat(inHand.secrets().keySet()).allSatisfy(place -> passedOn(place, inHand));
    }

    private void passedOn(String place, InHand inHand) {
      var before = inHand.before(place);
      var next = after(before);
      assertThat(maker(next)).isNotEqualTo(inHand.replica());
      assertThat(next.generation()).isEqualTo(before.generation() + 1);
      assertThat(next.issuedAt()).isBefore(before.endsAt());
      Eventually.so(
          "the trail to tell of " + place,
          PATIENCE,
          () -> database.deliveredUnder().getOrDefault(place, 0L) > inHand.fence(place));
      assertThat(database.fences().get(place)).isGreaterThan(inHand.fence(place));
    }

    /** The generation that the late one would have written is another's, and stays so. */
    private void holdsNothingLate(String place, InHand inHand) {
      var next = after(inHand.before(place));
      assertThat(maker(next)).isNotEqualTo(inHand.replica());
      assertThat(replicas.at(place).generation()).isGreaterThanOrEqualTo(next.generation());
    }

    /** The version that took the place of this one; the witness may be told a moment later. */
    private HeldSecret after(HeldSecret before) {
      return Eventually.there(
          "the version after " + before.generation() + " at " + before.place(),
          PATIENCE,
          () ->
              witness.versionsOf(before.place()).stream()
                  .filter(v -> v.generation() > before.generation())
                  .findFirst());
    }

    /** Whoever is left, and whoever was halted, goes on renewing. */
    void everyPlaceIsServedOn() {
      var before = replicas.places().stream().map(replicas::at).toList();
      Eventually.so(
          "a later generation at every place, one of them from the replica that was halted",
          PATIENCE,
          () -> {
            var now = before.stream().map(b -> replicas.at(b.place())).toList();
            return now.stream().map(Story::maker).anyMatch("replica-3"::equals)
                && IntStream.range(0, now.size())
                    .allMatch(i -> now.get(i).generation() > before.get(i).generation());
          });
    }

    private double refused(String replica) {
      return replicas.product(replica).metric("cartographer_outcomes_refused_total");
    }

    private static String maker(HeldSecret secret) {
      return String.valueOf(secret.claims().getClaim("replica"));
    }
  }
}
