//! Builders for published types, where async-graphql's own structs ask for twelve fields that are empty here.

use async_graphql::{
    CacheControl,
    registry::{Deprecation, MetaEnumValue, MetaField, MetaInputValue, MetaType, Registry},
};

use crate::declare::CodeList;

/// An output field.
pub fn field(name: &str, about: &str, ty: impl Into<String>, args: Vec<MetaInputValue>) -> MetaField {
    MetaField {
        name: name.into(),
        description: Some(about.into()),
        args: args.into_iter().map(|arg| (arg.name.clone(), arg)).collect(),
        ty: ty.into(),
        deprecation: Deprecation::NoDeprecated,
        cache_control: CacheControl::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: Vec::new(),
        override_from: None,
        compute_complexity: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

/// An argument or input field.
pub fn input(name: &str, about: &str, ty: impl Into<String>) -> MetaInputValue {
    MetaInputValue {
        name: name.into(),
        description: Some(about.into()),
        ty: ty.into(),
        deprecation: Deprecation::NoDeprecated,
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        is_secret: false,
        directive_invocations: Vec::new(),
    }
}

/// Registers an object type.
pub fn object(registry: &mut Registry, name: &str, about: &str, fields: Vec<MetaField>) {
    registry.types.insert(name.into(), object_type(name, about, fields, false));
}

/// Registers the root type of subscriptions.
pub fn subscription(registry: &mut Registry, name: &str, about: &str, fields: Vec<MetaField>) {
    registry.types.insert(name.into(), object_type(name, about, fields, true));
}

fn object_type(name: &str, about: &str, fields: Vec<MetaField>, is_subscription: bool) -> MetaType {
    MetaType::Object {
        name: name.into(),
        description: Some(about.into()),
        fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        cache_control: CacheControl::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: Vec::new(),
        is_subscription,
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

/// Registers an interface type.
pub fn interface(
    registry: &mut Registry,
    name: &str,
    about: &str,
    fields: Vec<MetaField>,
    possible: impl Iterator<Item = &'static str>,
) {
    let ty = MetaType::Interface {
        name: name.into(),
        description: Some(about.into()),
        fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        possible_types: possible.map(Into::into).collect(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name.into(), ty);
}

/// Registers an input object type.
pub fn input_object(registry: &mut Registry, name: &str, about: &str, fields: Vec<MetaInputValue>) {
    let ty = MetaType::InputObject {
        name: name.into(),
        description: Some(about.into()),
        input_fields: fields.into_iter().map(|field| (field.name.clone(), field)).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        oneof: false,
        directive_invocations: Vec::new(),
    };
    registry.types.insert(name.into(), ty);
}

/// Registers an enum type, once.
pub fn code_list(registry: &mut Registry, list: &CodeList) {
    enumeration(registry, list.name, list.about, list.values.iter().copied());
}

/// Registers an enum type of these values.
pub fn enumeration<'a>(
    registry: &mut Registry,
    name: &str,
    about: &str,
    values: impl Iterator<Item = (&'a str, &'a str)>,
) {
    let value = |(name, about): (&str, &str)| MetaEnumValue {
        name: name.into(),
        description: Some(about.trim().into()),
        deprecation: Deprecation::NoDeprecated,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        directive_invocations: Vec::new(),
    };
    let ty = MetaType::Enum {
        name: name.into(),
        description: Some(about.trim().into()),
        enum_values: values.map(|v| (v.0.to_owned(), value(v))).collect(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name.into(), ty);
}

/// Registers a scalar type.
pub fn scalar(registry: &mut Registry, name: &str, about: &str, is_valid: fn(&async_graphql::Value) -> bool) {
    let ty = MetaType::Scalar {
        name: name.into(),
        description: Some(about.into()),
        is_valid: Some(std::sync::Arc::new(is_valid)),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        specified_by_url: None,
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name.into(), ty);
}

/// Registers the scalars of this schema and the inputs made of them.
pub fn register(registry: &mut Registry) {
    use super::types;
    use async_graphql::InputType;
    String::create_type_info(registry);
    bool::create_type_info(registry);
    i32::create_type_info(registry);
    async_graphql::ID::create_type_info(registry);
    types::Date::create_type_info(registry);
    types::DateTime::create_type_info(registry);
    types::Decimal::create_type_info(registry);
    types::Amount::create_type_info(registry);
    scalar(
        registry,
        "Long",
        "A whole number of 64 bits, as a string of digits, so that a JavaScript client loses nothing.",
        |value| types::whole(value).is_some(),
    );
    scalar(registry, "JSON", "Any JSON value.", |_| true);
    for (name, ty) in [
        ("DateRange", "Date"),
        ("DateTimeRange", "DateTime"),
        ("DecimalRange", "Decimal"),
        ("DongRange", "Dong"),
        ("LongRange", "Long"),
        ("IntRange", "Int"),
    ] {
        let about = format!("A range of {ty}; both ends are included, and either may be left out.");
        input_object(
            registry,
            name,
            &about,
            vec![input("from", "The least value.", ty), input("to", "The greatest value.", ty)],
        );
    }
}
