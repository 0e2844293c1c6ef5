//! Deliveries that are answered without a transaction: batches of gateways that may not send, bodies that hold no numbers.

use super::gateways::Gateways;
use super::ledger::Ledger;
use super::outside::Outside;
use super::round::{Round, Unreadable};
use crate::receipts::outgoing::Answer;
use crate::telemetry::Seldom;
use hearth_vitals::GatewayId;
use hearth_vitals::receipt::{Refusal, RefusalReason};

/// After this pause a gateway that was refused may ask again.
const REFUSED_RETRY_MS: u64 = 30_000;

/// Limits log lines that a home could cause again and again.
#[derive(Debug, Default)]
pub struct Refusals {
    refused_line: Seldom,
    unreadable_line: Seldom,
}

impl Refusals {
    /// Tells gateways that their batches are refused, and keeps bodies without numbers for study.
    pub async fn answer<L: Ledger>(&mut self, round: &mut Round, gateways: &mut Gateways, outside: &Outside<L>) {
        for (gateway, reason) in std::mem::take(&mut round.refused) {
            if reason == RefusalReason::UnknownGateway {
                gateways.unknown_spoke();
            }
            self.refuse(gateway, reason, outside).await;
        }
        for body in std::mem::take(&mut round.unreadable) {
            self.keep(&body, outside).await;
        }
    }

    async fn refuse<L: Ledger>(&mut self, gateway: GatewayId, reason: RefusalReason, outside: &Outside<L>) {
        if let Some(left_out) = self.refused_line.may(outside.now().mono) {
            tracing::warn!(%gateway, ?reason, left_out, "batches of a gateway are not taken");
        }
        metrics::counter!("hearth_refused_batches_total").increment(1);
        let refusal = Refusal { reason, retry_after_ms: REFUSED_RETRY_MS };
        outside.answer(Answer::Refused(gateway, refusal)).await;
    }

    async fn keep<L: Ledger>(&mut self, body: &Unreadable, outside: &Outside<L>) {
        if let Some(left_out) = self.unreadable_line.may(outside.now().mono) {
            tracing::warn!(gateway = %body.gateway, reason = %body.reason, left_out, "a body without numbers goes to quarantine");
        }
        if let Err(error) = outside.store().quarantine_body(&body.gateway, &body.bytes, &body.reason, outside.now().wall).await {
            tracing::warn!(%error, "it could not be kept; its gateway still has it");
        }
    }
}
