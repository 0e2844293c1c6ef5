//! Copies that reuse what the copy before them has allocated.
//!
//! The hub changes a stay on a copy and drops the state that the copy replaces. So it makes the next copy in that: what `derive`
//! writes would allocate and free each list of a stay with every round.

/// Implements `Clone` field by field, also for `clone_from`. Of fields after the semicolon, all of them `Arc`s, nothing is counted
/// when both sides have the same one already. A field that is left out does not compile.
macro_rules! copied_by_field {
    ($name:ident { $($field:ident),* $(; $($shared:ident),*)? }) => {
        impl Clone for $name {
            fn clone(&self) -> Self {
                let Self { $($field,)* $($($shared),*)? } = self;
                Self { $($field: $field.clone(),)* $($($shared: std::sync::Arc::clone($shared)),*)? }
            }

            fn clone_from(&mut self, source: &Self) {
                let Self { $($field,)* $($($shared),*)? } = source;
                $(self.$field.clone_from($field);)*
                $($(
                    if !std::sync::Arc::ptr_eq(&self.$shared, $shared) {
                        self.$shared = std::sync::Arc::clone($shared);
                    }
                )*)?
            }
        }
    };
}

pub(crate) use copied_by_field;
