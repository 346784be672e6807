package dev.cartographer.app;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a verdict rests on: {@code cartographer.evidence}. */
public interface EvidenceConfig {

  /** The whole time that gathering may take; who is late knows nothing. */
  @WithDefault("20s")
  Duration budget();

  /** How far back our own exchanges are looked at. */
  @WithDefault("5m")
  Duration window();

  /** Failures at the least, for a dependency that fails. */
  @WithDefault("5")
  int failures();

  /** Share of all attempts that fails at the least. */
  @WithDefault("0.03")
  double failingShare();

  /** How long the minutes of exchanges are kept. */
  @WithDefault("30d")
  Duration retention();

  /** Private networks whose addresses may be asked. */
  Optional<List<String>> allowPrivate();

  /** How often probes and controls are asked. */
  @WithDefault("15s")
  Duration probeEvery();

  /** How far our clock may be off. */
  @WithDefault("30s")
  Duration mostSkew();

  /** A Prometheus that can be asked. */
  Prometheus prometheus();

  /** Queries to it, by name. */
  Map<String, Query> queries();

  /** Pages that say whether a dependency answers, by name. */
  Map<String, Probe> probes();

  /** Pages that have nothing to do with any dependency, by name. */
  Map<String, Control> controls();

  /** Status pages, by name. */
  Map<String, Page> pages();

  /** Feeds of customer impacting events, by name. */
  Map<String, Cie> cies();

  /** Whom something is about. */
  enum About {
    IAM,
    LOGGING,
    METRICS
  }

  /** What a query tells of. */
  enum QueryKind {
    PROBE,
    FUNCTIONAL_PROBE,
    STATUS,
    CIE,
    CONTROL
  }

  /** How a status page is read. */
  enum PageKind {
    STATUSPAGE,
    GATUS,
    JSON
  }

  /** What a value of a page means. */
  enum Status {
    OPERATIONAL,
    DEGRADED,
    OUTAGE,
    MAINTENANCE
  }

  /** A Prometheus. */
  interface Prometheus {
    /** Where it is. */
    Optional<URI> url();

    /** File with its bearer token, relative to the secrets directory. */
    Optional<String> bearerFile();
  }

  /** A query that answers 1 for well and 0 for ill. */
  interface Query {
    /** Whom it is about; nobody for a control. */
    Optional<About> dependency();

    /** What it tells of. */
    QueryKind kind();

    /** PromQL; {@code $carriers} and {@code $regions} are filled in. */
    String expression();

    /** The regions for which it is asked; all when not given. */
    Optional<List<String>> regions();
  }

  /** A page that is asked whether it answers. */
  interface Probe {
    /** Whose it is. */
    About dependency();

    /** Where it is. */
    URI url();

    /** The status it answers with when it is well. */
    @WithDefault("200")
    int status();

    /** The regions where it serves; all when not given. */
    Optional<List<String>> regions();
  }

  /** A page that has nothing to do with any dependency. */
  interface Control {
    /** Where it is. */
    URI url();

    /** The status it answers with when it is well. */
    @WithDefault("200")
    int status();

    /** The regions for which it is asked; all when not given. */
    Optional<List<String>> regions();
  }

  /** A status page. */
  interface Page {
    /** Whose it is. */
    About dependency();

    /** How it is read. */
    PageKind kind();

    /** Where it is. */
    URI url();

    /** File with its bearer token, relative to the secrets directory. */
    Optional<String> bearerFile();

    /** The regions that it speaks of; all when not given. */
    Optional<List<String>> regions();

    /** Ids of components, {@code statuspage} only. */
    Optional<List<String>> components();

    /** Keys of endpoints, {@code gatus} only. */
    Optional<List<String>> endpoints();

    /** JSON Pointer to the value, {@code json} only. */
    Optional<String> pointer();

    /** What values mean, {@code json} only. */
    Map<String, Status> values();
  }

  /** A feed of customer impacting events. */
  interface Cie {
    /** Whom it is read for. */
    About dependency();

    /** Where it is. */
    URI url();

    /** File with its bearer token, relative to the secrets directory. */
    Optional<String> bearerFile();

    /** JSON Pointer to the list; the whole when not given. */
    Optional<String> items();

    /** JSON Pointer in an item to the word for its state. */
    String state();

    /** The words for open. */
    List<String> open();

    /** The words for over. */
    List<String> closed();

    /** JSON Pointer in an item to whom it is about; all items count when not given. */
    Optional<String> about();

    /** What the dependency is called there. */
    Optional<List<String>> names();

    /** JSON Pointer in an item to its region or regions. */
    Optional<String> region();
  }
}
