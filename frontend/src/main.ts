// The islands of every page. Each looks for its own marks and does nothing where there are none.
import htmx from "htmx.org";
import { startClock } from "./clock";
import { startConfirm } from "./confirm";
import { startCountdown } from "./countdown";
import { startDrafts } from "./draft";
import { startFindings } from "./findings";
import { startKeys } from "./keys";
import { startMoney } from "./money";
import { startPasskeys } from "./passkeys";
import { startPhotos } from "./photos";
import { startPolling } from "./poll";
import { startPopups } from "./popup";
import { startPrint } from "./print";
import { startReadingAloud } from "./read_aloud";
import { startRows } from "./rows";
import { startScoring } from "./scoring";
import { startSize } from "./size";
import { startSubmit } from "./submit";
import { landOn, startSwaps } from "./swap";

// The policy of the site refuses eval and inline styles; htmx must not try either.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.allowScriptTags = false;
htmx.config.historyCacheSize = 0; // pages of one person must not stay for the next

function start(): void {
  startClock();
  startCountdown();
  startSize();
  startKeys();
  startPopups();
  startRows();
  startFindings();
  startScoring(); // before the drafts and the submit guard, which see a mark once it can be sent
  startDrafts(); // after the rows, which it may have to add
  startMoney();
  startConfirm(); // before the submit guard, which must see the second press
  startPasskeys(); // likewise
  startPhotos();
  startSubmit();
  startPolling();
  startPrint();
  startReadingAloud();
  startSwaps();
  landOn(document);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
