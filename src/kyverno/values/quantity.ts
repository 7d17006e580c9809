export { compareQuantities, parseQuantity, type Quantity } from '../../model/values/quantity.ts';
